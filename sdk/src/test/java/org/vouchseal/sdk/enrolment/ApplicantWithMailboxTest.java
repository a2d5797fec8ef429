package org.vouchseal.sdk.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import org.bouncycastle.asn1.cmp.PBMParameter;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Identity;
import org.vouchseal.sdk.Misuse;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.Offline;
import org.vouchseal.sdk.RefusedByCa;
import org.vouchseal.sdk.RefusedByService;
import org.vouchseal.sdk.fixture.FakeCa;
import org.vouchseal.sdk.fixture.FakeCa.Mischief;
import org.vouchseal.sdk.fixture.TestPki;
import org.vouchseal.sdk.folder.FolderStore;

class ApplicantWithMailboxTest {

  @TempDir Path temporary;
  private final EnrolmentFixture service = new EnrolmentFixture();

  private Path out() {
    return temporary.resolve("out");
  }

  @Test
  void honestService_givesPairAndExactlyTheFiles() throws Exception {
    Identity identity = service.enrol(out());

    assertThat(identity.signing()).isEqualTo(service.ca.issued.get(0));
    assertThat(identity.encryption()).isEqualTo(service.ca.issued.get(1));
    assertThat(service.ca.accepted).containsExactly(true, true);
    assertThat(service.addresses.toString())
        .isEqualTo(
            "[http://localhost:8080/.well-known/cmp/p/signing,"
                + " http://localhost:8080/.well-known/cmp/p/signing,"
                + " http://localhost:8080/.well-known/cmp/p/encryption,"
                + " http://localhost:8080/.well-known/cmp/p/encryption]");
    try (var files = Files.list(out())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "signing.pem",
              "encryption.pem",
              "chain.pem",
              "root.pem",
              "pair.p12",
              "p12-password.txt",
              "enrolment.json");
    }
    assertThat(mode(out().resolve("enrolment.json"))).isEqualTo("rw-------");
    assertThat(mode(out())).isEqualTo("rwx------");
    assertThat(mode(out().resolve("pair.p12"))).isEqualTo("rw-------");
    assertThat(mode(out().resolve("p12-password.txt"))).isEqualTo("rw-------");
    char[] password = Files.readString(out().resolve("p12-password.txt")).strip().toCharArray();
    KeyStore store = KeyStore.getInstance(out().resolve("pair.p12").toFile(), password);
    assertThat(store.getKey("encryption", password)).isEqualTo(service.ca.escrowed.getPrivate());
    assertThat(store.getCertificateChain("signing")).hasSize(3);
  }

  @Test
  void bareKeyAndEcKey_areRead() {
    service.ca.keyForm = FakeCa.KeyForm.BARE;
    service.ca.escrowed = TestPki.ecKey();

    assertThat(service.enrol(out()).encryption().getPublicKey())
        .isEqualTo(service.ca.escrowed.getPublic());
  }

  @Test
  void everyMessage_hasItsOwnLongRandomSalt() {
    service.enrol(out());

    List<byte[]> salts =
        service.ca.received.subList(0, 2).stream()
            .map(m -> PKIMessage.getInstance(m).getHeader().getProtectionAlg().getParameters())
            .map(p -> PBMParameter.getInstance(p).getSalt().getOctets())
            .toList();
    assertThat(salts.get(0)).hasSizeGreaterThanOrEqualTo(16).isNotEqualTo(salts.get(1));
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_NONCE, its recipNonce is not",
    "WRONG_TRANSACTION, its transactionID is not",
    "WRONG_MAC_SECRET, its MAC is wrong",
    "HUGE_ITERATION_COUNT, the iteration count of its MAC is 100001",
    "NO_PROTECTION, it is not protected",
    "SIGNED_BY_STRANGER, no valid path",
    "SIGNER_WITHOUT_PURPOSE, the signer lacks the extended key usage 1.3.6.1.5.5.7.3.27",
    "SIGNED_OVER_OTHER_BYTES, its signature is wrong",
    "OTHER_PUBLIC_KEY, it certifies another key",
    "OTHER_ROOT, no valid path",
    "OTHER_MAILBOX, and not exactly alice@example.org",
    "SIGNING_KEY_USAGE_FOR_ENCRYPTION, its key usage is not that of encryption",
    "KGA_WITHOUT_PURPOSE, the signer lacks the extended key usage 1.3.6.1.5.5.7.3.32",
    "KGA_FROM_OTHER_ROOT, no valid path",
    "KGA_SIGNATURE_WRONG, its signature is wrong",
    "FOREIGN_PRIVATE_KEY, the private key is not that of the certificate",
    "SEALED_FOR_SOMEBODY_ELSE, it cannot be opened",
    "NO_PRIVATE_KEY, the answer brings no private key",
    "TWO_KEYS_IN_PACKAGE, its package holds 2 keys"
  })
  void hostileAnswer_isNotVerifiedAndLeavesNoIdentity(Mischief mischief, String why) {
    service.ca.doing(mischief);

    assertThatThrownBy(() -> service.enrol(out()))
        .isInstanceOf(NotVerified.class)
        .hasMessageContaining(why);
    assertThat(out().resolve("signing.pem")).doesNotExist();
    assertThat(out().resolve("pair.p12")).doesNotExist();
  }

  @Test
  void certificateForOtherKey_isRejectedInCertConf() {
    service.ca.doing(Mischief.OTHER_PUBLIC_KEY);

    assertThatThrownBy(() -> service.enrol(out())).isInstanceOf(NotVerified.class);
    assertThat(service.ca.accepted).containsExactly(false);
  }

  @Test
  void refusal_namesFailInfoAndDropsControlCharacters() {
    service.ca.doing(Mischief.REFUSES);

    assertThatThrownBy(() -> service.enrol(out()))
        .isInstanceOfSatisfying(
            RefusedByCa.class,
            e -> {
              assertThat(e.code()).isEqualTo("badCertTemplate");
              assertThat(e.authentic()).isTrue();
              assertThat(e.fault().why()).isEqualTo("badCertTemplate, not [31mthis time");
              assertThat(e.reference()).isPresent();
            });
  }

  @Test
  void unprotectedError_isSaidToBeUnprotected() {
    service.ca.doing(Mischief.ERROR_UNPROTECTED);

    assertThatThrownBy(() -> service.enrol(out()))
        .isInstanceOfSatisfying(RefusedByCa.class, e -> assertThat(e.authentic()).isFalse());
  }

  /** The network dies before or after the n-th message; the second run must lose nothing. */
  @ParameterizedTest
  @CsvSource({"0,false", "0,true", "1,false", "1,true", "2,false", "2,true", "3,false", "3,true"})
  void lostMessage_isRepeatedWithSameBytesAndSameKey(int which, boolean delivered) {
    var honest = service.transfer;
    int[] count = {0};
    service.transfer =
        (address, message) -> {
          if (count[0]++ != which) {
            return honest.exchange(address, message);
          }
          if (delivered) {
            honest.exchange(address, message);
          }
          throw new Offline(Fault.local("offline", "lost", "cable", "again"));
        };

    assertThatThrownBy(() -> service.enrol(out())).isInstanceOf(Offline.class);
    Identity identity = service.enrol(out());

    assertThat(service.ca.issued).hasSize(2);
    assertThat(identity.signing()).isEqualTo(service.ca.issued.get(0));
    assertThat(service.ca.accepted).containsExactly(true, true);
    assertThat(service.calls).containsExactly("start", "prove");
    assertThat(out().resolve(".vouchseal")).doesNotExist();
  }

  /** The n-th message, a certConf, is not sent, and an hour later the CA has given up. */
  @ParameterizedTest
  @CsvSource({"1", "3"})
  void confirmationThatIsTooLate_isFollowedByAnotherRequest(int which) {
    var honest = service.transfer;
    int[] count = {0};
    service.transfer =
        (address, message) -> {
          if (count[0]++ == which) {
            throw new Offline(Fault.local("offline", "lost", "lid closed", "again"));
          }
          return honest.exchange(address, message);
        };
    assertThatThrownBy(() -> service.enrol(out())).isInstanceOf(Offline.class);
    service.ca.tooLate = true;

    Identity identity = service.enrol(out());

    assertThat(service.ca.issued).hasSize(3);
    assertThat(identity.signing()).isEqualTo(service.ca.issued.get(which == 1 ? 1 : 0));
    assertThat(identity.encryption()).isEqualTo(service.ca.issued.get(2));
    assertThat(service.calls).containsExactly("start", "prove");
  }

  @Test
  void folderWithoutAName_isNotTheWorkingDirectory() {
    assertThatThrownBy(() -> service.enrol(Path.of("")))
        .isInstanceOfSatisfying(
            Misuse.class, e -> assertThat(e.code()).isEqualTo("folder-unnamed"));
    assertThat(service.calls).isEmpty();
  }

  @Test
  void mailboxThatWasNeverBegunInTheFolder_doesNotClaimIt() {
    FolderStore store = new FolderStore(TestPki.RANDOM);
    store.begin(out(), "http://localhost:9999", Mailbox.parse("bob@example.org")).close();

    assertThat(service.enrol(out()).mailbox()).isEqualTo(EnrolmentFixture.ALICE);
  }

  @Test
  void existingIdentity_isNeverOverwritten() {
    service.enrol(out());

    assertThatThrownBy(() -> service.enrol(out()))
        .isInstanceOfSatisfying(
            Misuse.class, e -> assertThat(e.code()).isEqualTo("identity-exists"));
    assertThat(service.calls).containsExactly("start", "prove");
  }

  @Test
  void wrongCode_isRefusedAndTheEnrolmentGoesOnNextTime() {
    assertThatThrownBy(() -> service.enrol(out(), mailbox -> "WRONG"))
        .isInstanceOf(RefusedByService.class);
    service.enrol(out());

    assertThat(service.calls).containsExactly("start", "prove", "prove");
  }

  @Test
  void folderOfOtherMailbox_isRefused() {
    assertThatThrownBy(() -> service.enrol(out(), mailbox -> "WRONG"))
        .isInstanceOf(RefusedByService.class);
    FolderStore store = new FolderStore(TestPki.RANDOM);

    assertThatThrownBy(
            () -> store.begin(out(), "http://localhost:8080", Mailbox.parse("bob@example.org")))
        .isInstanceOfSatisfying(
            Misuse.class, e -> assertThat(e.code()).isEqualTo("other-enrolment"));
  }

  @Test
  void secondProcessInFolder_isRefused() {
    FolderStore store = new FolderStore(TestPki.RANDOM);
    try (EnrolmentJournal first =
        store.begin(out(), "http://localhost:8080", EnrolmentFixture.ALICE)) {
      assertThat(first.started()).isEmpty();
      assertThatThrownBy(() -> store.begin(out(), "http://localhost:8080", EnrolmentFixture.ALICE))
          .isInstanceOfSatisfying(Misuse.class, e -> assertThat(e.code()).isEqualTo("folder-busy"));
    }
  }

  @Test
  void revocation_namesSigningCertificateAndReason() {
    Identity identity = service.enrol(out());
    RevokeIdentity revoke =
        new RevokeIdentity(
            java.net.URI.create("http://localhost:8080/.well-known/cmp"),
            service.transfer,
            new FolderStore(TestPki.RANDOM),
            Clock.systemUTC(),
            TestPki.RANDOM);

    RevokeIdentity.Revoked revoked = revoke.revoke(out(), RevocationReason.KEY_COMPROMISE);

    assertThat(revoked.before()).isFalse();
    assertThat(service.ca.revoked)
        .containsExactly(identity.signing().getSerialNumber().toString(16) + ":1");
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
