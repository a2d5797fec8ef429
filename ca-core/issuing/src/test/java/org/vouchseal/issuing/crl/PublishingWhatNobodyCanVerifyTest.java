package org.vouchseal.issuing.crl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.issuing.SettableClock;
import org.vouchseal.issuing.TestPki;
import org.vouchseal.issuing.crl.CrlRun.Result;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.issuing.x509.CertificateAddresses;
import org.vouchseal.issuing.x509.CrlCodec;
import org.vouchseal.issuing.x509.CrlScope;
import org.vouchseal.issuing.x509.SecondReading;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.model.runtime.Transactions;

/** A list whose own signature is right, and that no relying party would take. */
class PublishingWhatNobodyCanVerifyTest {

  private static final TestPki PKI = TestPki.create();

  private final List<PublishedCrl> published = new ArrayList<>();

  @Test
  void soundKey_publishes() {
    assertThat(run(PKI.token().signing(KeyPurpose.SMIME_CA)).result()).isEqualTo(Result.PUBLISHED);
    assertThat(published).hasSize(1);
  }

  @Test
  void keyThatChangesItsAlgorithmInBetween_publishesNothing() {
    SigningKey key = PKI.token().signing(KeyPurpose.SMIME_CA);
    Iterator<SignatureAlgorithm> first = List.of(SignatureAlgorithm.ECDSA_SHA384).iterator();
    CrlRun run =
        run(
            new SigningKey() {
              @Override
              public SignatureAlgorithm algorithm() {
                return first.hasNext() ? first.next() : key.algorithm();
              }

              @Override
              public PublicKey publicKey() {
                return key.publicKey();
              }

              @Override
              public byte[] sign(byte[] message) {
                return key.sign(message);
              }
            });
    assertThat(run.result()).isEqualTo(Result.BLOCKED);
    assertThat(run.text()).contains("does not name ECDSA_SHA256 twice");
    assertThat(published).isEmpty();
  }

  private CrlRun run(SigningKey key) {
    return new CrlParts(
            List.of(new IssuingAuthority(PKI.issuer("smime"), () -> key)),
            1,
            new CertificateAddresses("http://ca.example.test"),
            new NothingRevoked(),
            new CrlCodec(),
            new TbsSigner(PKI.providers()),
            new SecondReading(PKI.providers()),
            new AlwaysOurs(),
            new AtOnce(),
            event -> {},
            new SettableClock(TestPki.BEGIN.plusSeconds(3600)),
            name -> {},
            CrlSettings.DEFAULT)
        .publishDueCrls()
        .run()
        .get(0);
  }

  private static final class AtOnce implements Transactions {
    @Override
    public <T> T run(Supplier<T> work) {
      return work.get();
    }
  }

  private static final class AlwaysOurs implements PublishingRight {
    @Override
    public OptionalLong take() {
      return OptionalLong.of(1);
    }

    @Override
    public boolean isCurrent(long fence) {
      return true;
    }
  }

  private final class NothingRevoked extends NoLists {
    @Override
    public InputStream open(PublishedCrl crl) {
      return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public String insert(PublishedCrl crl, InputStream der, long fence) {
      published.add(crl);
      return "";
    }

    @Override
    public void markPublished(CrlScope scope, long number, FreshEntries entries) {}
  }
}
