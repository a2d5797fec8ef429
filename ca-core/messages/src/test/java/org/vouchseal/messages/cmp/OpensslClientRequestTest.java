package org.vouchseal.messages.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.model.Outcome;

/** Requests captured from the stock client; src/test/resources/openssl/README.md says how. */
class OpensslClientRequestTest {

  private static final byte[] CA = Samples.captured("ca.der");

  @Test
  void irUnderPbm_isReadWithItsHeader() {
    ReceivedMessage message = Samples.read(Samples.captured("ir-pbm.der"));
    HeaderFacts header = message.header();
    assertThat(message.bodyType()).isEqualTo(BodyType.IR);
    assertThat(header.pvno()).isEqualTo(2);
    assertThat(header.protection()).isEqualTo(ProtectionKind.PBM);
    assertThat(header.senderKid().map(k -> new String(k, StandardCharsets.UTF_8)))
        .contains(CmpWriter.REFERENCE);
    assertThat(header.transactionId().orElseThrow()).hasSize(16);
    assertThat(header.senderNonce().orElseThrow()).hasSize(16);
    assertThat(header.implicitConfirm()).isFalse();
    assertThat(message.certRequestCount()).isEqualTo(1);
    assertThat(message.raw()).isEqualTo(Samples.captured("ir-pbm.der"));
  }

  @Test
  void implicitConfirm_isSeen() {
    assertThat(Samples.read(Samples.captured("ir-pbm-sha256.der")).header().implicitConfirm())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ir-pbm", "ir-pbm-sha256", "ir-raverified", "certconf-pbm"})
  void theSecret_verifies(String name) {
    assertThat(
            Samples.macs()
                .verify(Samples.read(Samples.captured(name + ".der")), Samples.secret())
                .fault())
        .isEmpty();
  }

  @Test
  void anotherSecret_isRefused() {
    ReceivedMessage message = Samples.read(Samples.captured("ir-pbm.der"));
    MacSecret other = Samples.secret("Vouchseal-Other-Secret-0123456789");
    assertThat(Samples.failure(Samples.macs().verify(message, other)))
        .isEqualTo(CmpFailure.BAD_MESSAGE_CHECK);
  }

  @Test
  void unknownReference_readsLikeAWrongSecret() {
    ReceivedMessage message = Samples.read(Samples.captured("ir-pbm.der"));
    MacSecret other = Samples.secret("Vouchseal-Other-Secret-0123456789");
    assertThat(Samples.macs().verify(message, other).fault())
        .contains(Samples.macs().refuseUnknown(message));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cr-ecdsa", "cr-rsa", "rr-ecdsa"})
  void theSigner_verifies(String name) {
    Outcome<VerifiedSigner, CmpRefusal> outcome =
        Samples.signatures(CA).verify(Samples.read(Samples.captured(name + ".der")));
    assertThat(outcome.fault()).isEmpty();
    assertThat(outcome.result().orElseThrow().holder().getIssuer().toString())
        .isEqualTo("CN=Capture CA");
  }

  @Test
  void signatureWithSha1_isBadAlg() {
    assertThat(
            Samples.failure(
                Samples.signatures(CA).verify(Samples.read(Samples.captured("cr-rsa-sha1.der")))))
        .isEqualTo(CmpFailure.BAD_ALG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ir-pbm", "cr-ecdsa", "cr-rsa"})
  void possession_isProved(String name) {
    ProofOfPossession proofs = new ProofOfPossession(new ForeignSignatures(Samples.PROVIDERS));
    assertThat(proofs.verify(Samples.read(Samples.captured(name + ".der")), 0).fault()).isEmpty();
  }

  @Test
  void raVerified_isNotAuthorized() {
    ProofOfPossession proofs = new ProofOfPossession(new ForeignSignatures(Samples.PROVIDERS));
    assertThat(
            Samples.failure(proofs.verify(Samples.read(Samples.captured("ir-raverified.der")), 0)))
        .isEqualTo(CmpFailure.NOT_AUTHORIZED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ir-pbm", "cr-ecdsa", "cr-rsa", "rr-ecdsa", "certconf-pbm", "ir-raverified"})
  void cutShort_isUnreadable(String name) {
    byte[] whole = Samples.captured(name + ".der");
    for (int length = 0; length < whole.length; length += 50) {
      CmpReading reading = Samples.READER.read(Arrays.copyOf(whole, length));
      assertThat(reading.fault().map(CmpRefusal::failure)).contains(CmpFailure.BAD_DATA_FORMAT);
    }
  }

  @Test
  void anyFlippedBitUnderAMac_neverVerifies() {
    byte[] whole = Samples.captured("ir-pbm.der");
    MacProtection macs = Samples.macs();
    MacSecret secret = Samples.secret();
    for (int bit = 0; bit < whole.length * 8; bit++) {
      boolean verified =
          Samples.READER
              .read(flipped(whole, bit))
              .result()
              .filter(message -> message.header().protection().isMac())
              .flatMap(message -> macs.verify(message, secret).result())
              .isPresent();
      assertThat(verified).as("bit %d", bit).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cr-ecdsa", "cr-rsa"})
  void anyFlippedBitUnderASignature_neverVerifies(String name) {
    byte[] whole = Samples.captured(name + ".der");
    SignatureProtection signatures = Samples.signatures(CA);
    for (int octet = 0; octet < whole.length; octet++) {
      int bit = octet * 8 + octet % 8;
      boolean verified =
          Samples.READER
              .read(flipped(whole, bit))
              .result()
              .flatMap(message -> signatures.verify(message).result())
              .isPresent();
      assertThat(verified).as("bit %d", bit).isFalse();
    }
  }

  @Test
  void signerOfAnotherAuthority_isNotTrusted() {
    byte[] other = org.vouchseal.messages.fixtures.TestCa.root("Another CA").der();
    assertThat(
            Samples.failure(
                Samples.signatures(other).verify(Samples.read(Samples.captured("cr-ecdsa.der")))))
        .isEqualTo(CmpFailure.SIGNER_NOT_TRUSTED);
  }

  @Test
  void extraCerts_areHandedOutAsReceived() {
    List<byte[]> extra = Samples.read(Samples.captured("cr-ecdsa.der")).extraCerts();
    assertThat(extra).hasSize(1);
    assertThat(extra.get(0)[0]).isEqualTo((byte) 0x30);
  }

  private static byte[] flipped(byte[] whole, int bit) {
    byte[] changed = whole.clone();
    changed[bit / 8] ^= (byte) (1 << (bit % 8));
    return changed;
  }
}
