package org.vouchseal.sdk.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Identity;
import org.vouchseal.sdk.Misuse;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.Offline;
import org.vouchseal.sdk.Pending;
import org.vouchseal.sdk.RefusedByCa;
import org.vouchseal.sdk.RefusedByService;
import org.vouchseal.sdk.fixture.FakeCa.Mischief;
import org.vouchseal.sdk.fixture.TestPki;
import org.vouchseal.sdk.folder.FolderStore;

/** A subscriber with a finished identity renews it. */
class SubscriberRenewingTest {

  @TempDir Path temporary;
  private final EnrolmentFixture service = new EnrolmentFixture();
  private Identity first;
  private PrivateKey firstKey;

  @BeforeEach
  void enrol() {
    first = service.enrol(out());
    firstKey = service.ca.escrowed.getPrivate();
    service.ca.escrowed = TestPki.rsaKey();
    service.calls.clear();
    service.addresses.clear();
  }

  private Path out() {
    return temporary.resolve("out");
  }

  private char[] password() throws Exception {
    return Files.readString(out().resolve("p12-password.txt")).strip().toCharArray();
  }

  private KeyStore pair() throws Exception {
    return KeyStore.getInstance(out().resolve("pair.p12").toFile(), password());
  }

  private Set<Key> keys() throws Exception {
    KeyStore store = pair();
    Set<Key> keys = new java.util.HashSet<>();
    for (String alias : Collections.list(store.aliases())) {
      keys.add(store.getKey(alias, password()));
    }
    return keys;
  }

  private Set<String> files() throws Exception {
    try (var files = Files.list(out())) {
      return new TreeSet<>(files.map(f -> f.getFileName().toString()).toList());
    }
  }

  @Test
  void renewal_givesANewPairAndKeepsTheOldEncryptionKey() throws Exception {
    Set<String> before = files();
    char[] password = password();

    Identity renewed = service.renew(out());

    assertThat(renewed.signing()).isEqualTo(service.ca.issued.get(2));
    assertThat(renewed.signing().getPublicKey()).isNotEqualTo(first.signing().getPublicKey());
    assertThat(renewed.encryption()).isEqualTo(service.ca.issued.get(3));
    assertThat(service.ca.accepted).containsExactly(true, true, true, true);
    assertThat(service.addresses.toString())
        .isEqualTo(
            "[http://localhost:8080/.well-known/cmp/p/signing,"
                + " http://localhost:8080/.well-known/cmp/p/signing,"
                + " http://localhost:8080/.well-known/cmp/p/encryption,"
                + " http://localhost:8080/.well-known/cmp/p/encryption]");
    assertThat(files()).isEqualTo(before);
    assertThat(password()).isEqualTo(password);
    String old = "encryption-" + first.encryption().getSerialNumber().toString(16);
    assertThat(Collections.list(pair().aliases()))
        .containsExactlyInAnyOrder("signing", "encryption", old);
    assertThat(pair().getKey(old, password)).isEqualTo(firstKey);
    assertThat(pair().getCertificate(old)).isEqualTo(first.encryption());
    assertThat(pair().getKey("encryption", password)).isEqualTo(service.ca.escrowed.getPrivate());
    assertThat(pair().getCertificate("signing")).isEqualTo(renewed.signing());
    assertThat(new FolderStore(TestPki.RANDOM).open(out()).path().get(0))
        .isEqualTo(renewed.signing());
    assertThat(service.calls).isEmpty();
  }

  @Test
  void threeGenerations_areAllKept() throws Exception {
    service.renew(out());
    PrivateKey second = service.ca.escrowed.getPrivate();
    service.ca.escrowed = TestPki.rsaKey();

    service.renew(out());

    assertThat(keys()).contains(firstKey, second, service.ca.escrowed.getPrivate()).hasSize(4);
  }

  @Test
  void waitingRenewal_asksForTheCodeWhenTheServiceWantsOne() {
    service.ca.undecided.polls = 1_000;
    service.ca.undecided.checkAfter = BigInteger.valueOf(20);
    int[] looks = {0};
    service.state = "ISSUED";
    CodeSource codes =
        mailbox -> {
          looks[0]++;
          return EnrolmentFixture.CODE;
        };
    service.transfer =
        around(
            () -> {
              if (service.pauses.size() > 3) {
                service.state =
                    service.calls.contains("prove-again t1") ? "ISSUED" : "MAILBOX_PENDING";
              }
            });

    Identity renewed = service.renew(out(), false, codes);

    assertThat(renewed.signing()).isEqualTo(service.ca.issued.get(2));
    assertThat(looks[0]).isEqualTo(1);
    assertThat(service.calls).contains("standing e1", "prove-again t1").doesNotContain("again");
    assertThat(service.pauses).containsOnly(Duration.ofSeconds(5));
    assertThat(service.progress.toString()).contains("the mailbox has to be proved again");
  }

  private org.vouchseal.sdk.cmp.Transfer around(Runnable before) {
    return (address, message) -> {
      before.run();
      return service.ca.answer(message);
    };
  }

  @Test
  void newCode_isSentOnceBeforeItIsAskedFor() {
    service.ca.undecided.polls = 1_000;
    service.state = "MAILBOX_PENDING";

    service.renew(out(), true, mailbox -> EnrolmentFixture.CODE);

    assertThat(service.calls.subList(0, 3))
        .containsExactly("standing e1", "again", "prove-again t1");
  }

  @Test
  void wrongCode_isTriedAgainWhereSomebodyCanBeAsked() {
    service.ca.undecided.polls = 1_000;
    service.state = "MAILBOX_PENDING";
    List<String> typed = new java.util.ArrayList<>(List.of("WRONG", EnrolmentFixture.CODE));
    CodeSource asked =
        new CodeSource() {
          @Override
          public String codeFor(org.vouchseal.model.Mailbox mailbox) {
            return typed.remove(0);
          }

          @Override
          public boolean canTryAgain() {
            return true;
          }
        };

    service.renew(out(), false, asked);

    assertThat(typed).isEmpty();
    assertThat(service.progress.toString()).contains("the code is wrong: it differs; again");
  }

  @Test
  void wrongCodeFromAFile_isRefusedAndTheNextRunGoesOnWithTheSameRequest() {
    service.ca.undecided.polls = 1_000;
    service.state = "MAILBOX_PENDING";

    assertThatThrownBy(() -> service.renew(out(), false, mailbox -> "WRONG"))
        .isInstanceOf(RefusedByService.class);
    service.renew(out());

    assertThat(service.ca.undecided.waitingRequests).isEqualTo(1);
    assertThat(service.ca.issued).hasSize(4);
  }

  @Test
  void nobodyProvesAnything_isPendingAndLeavesTheIdentityAsItWas() throws Exception {
    byte[] before = Files.readAllBytes(out().resolve("pair.p12"));
    service.ca.undecided.polls = 1_000;

    assertThatThrownBy(() -> service.renew(out())).isInstanceOf(Pending.class);

    assertThat(Files.readAllBytes(out().resolve("pair.p12"))).isEqualTo(before);
    assertThat(new FolderStore(TestPki.RANDOM).open(out()).path().get(0))
        .isEqualTo(first.signing());
  }

  @Test
  void folderWithoutItsEnrolment_isRenewedWhileNothingHasToBeProved() throws Exception {
    Files.delete(out().resolve("enrolment.json"));

    assertThat(service.renew(out()).signing()).isEqualTo(service.ca.issued.get(2));
    assertThat(service.calls).isEmpty();
  }

  /** The network dies before or after the n-th message; the second run must lose nothing. */
  @ParameterizedTest
  @CsvSource({"0,false", "0,true", "1,false", "1,true", "2,false", "2,true", "3,false", "3,true"})
  void lostMessage_isRepeatedWithSameBytesAndSameKey(int which, boolean delivered)
      throws Exception {
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

    assertThatThrownBy(() -> service.renew(out())).isInstanceOf(Offline.class);
    assertThat(new FolderStore(TestPki.RANDOM).open(out()).path().get(0))
        .isEqualTo(first.signing());
    Identity renewed = service.renew(out());

    assertThat(service.ca.issued).hasSize(4);
    assertThat(renewed.signing()).isEqualTo(service.ca.issued.get(2));
    assertThat(keys()).contains(firstKey, service.ca.escrowed.getPrivate()).hasSize(3);
  }

  /** The process dies while it writes the named file, the last steps of a renewal. */
  @ParameterizedTest
  @ValueSource(strings = {"pair.p12", "root.pem", "chain.pem", "encryption.pem", "signing.pem"})
  void crashWhileTheFilesAreWritten_losesNoKeyAndIsFinishedByTheNextRun(String file)
      throws Exception {
    // a folder in the way of the unfinished file makes the write fail
    Path inTheWay = out().resolve("." + file + ".unfinished").resolve("x");
    var honest = service.transfer;
    int[] count = {0};
    service.transfer =
        (address, message) -> {
          if (count[0]++ == 3) {
            mkdirs(inTheWay);
          }
          return honest.exchange(address, message);
        };
    assertThatThrownBy(() -> service.renew(out())).isInstanceOf(java.io.UncheckedIOException.class);
    assertThat(keys()).contains(firstKey);
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    if (List.of("root.pem", "chain.pem", "encryption.pem", "signing.pem").contains(file)) {
      assertThatThrownBy(() -> new FolderStore(TestPki.RANDOM).open(out()))
          .isInstanceOfSatisfying(
              Misuse.class, e -> assertThat(e.code()).isEqualTo("renewal-unfinished"));
    }

    Identity renewed = service.renew(out());

    assertThat(service.ca.issued).hasSize(4);
    assertThat(new FolderStore(TestPki.RANDOM).open(out()).path().get(0))
        .isEqualTo(renewed.signing());
    assertThat(keys()).contains(firstKey, service.ca.escrowed.getPrivate()).hasSize(3);
    assertThat(out().resolve(".vouchseal-renewal")).doesNotExist();
  }

  private static void mkdirs(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void encryptionThatIsRefused_keepsTheNewSigningKeyAndTheOldEncryptionKey() throws Exception {
    service.ca.refusesEncryption = true;

    assertThatThrownBy(() -> service.renew(out()))
        .isInstanceOfSatisfying(
            RefusedByCa.class, e -> assertThat(e.code()).isEqualTo("notAuthorized"));

    assertThat(pair().getKey("encryption", password())).isEqualTo(firstKey);
    assertThat(pair().getCertificate("signing")).isEqualTo(service.ca.issued.get(2));
    assertThat(keys()).hasSize(2);
    service.ca.refusesEncryption = false;
    assertThat(service.renew(out()).encryption()).isEqualTo(service.ca.issued.get(4));
  }

  @ParameterizedTest
  @CsvSource({
    "OTHER_PUBLIC_KEY, it certifies another key",
    "OTHER_ROOT, no valid path",
    "OTHER_MAILBOX, and not exactly alice@example.org",
    "SIGNED_BY_STRANGER, no valid path",
    "FOREIGN_PRIVATE_KEY, the private key is not that of the certificate"
  })
  void hostileAnswer_isNotVerifiedAndLeavesTheIdentityAsItWas(Mischief mischief, String why)
      throws Exception {
    byte[] before = Files.readAllBytes(out().resolve("pair.p12"));
    service.ca.doing(mischief);

    assertThatThrownBy(() -> service.renew(out()))
        .isInstanceOf(NotVerified.class)
        .hasMessageContaining(why);
    assertThat(Files.readAllBytes(out().resolve("pair.p12"))).isEqualTo(before);
  }

  @Test
  void folderWithoutIdentity_isMisuse() {
    assertThatThrownBy(() -> service.renew(temporary.resolve("empty")))
        .isInstanceOfSatisfying(Misuse.class, e -> assertThat(e.code()).isEqualTo("no-identity"));
  }

  @Test
  void secondProcessInTheFolder_isRefused() {
    FolderStore store = new FolderStore(TestPki.RANDOM);
    try (RenewalJournal journal = store.beginRenewal(out())) {
      assertThat(journal.before().mailbox()).isEqualTo(EnrolmentFixture.ALICE);
      assertThatThrownBy(() -> service.renew(out()))
          .isInstanceOfSatisfying(Misuse.class, e -> assertThat(e.code()).isEqualTo("folder-busy"));
    }
  }
}
