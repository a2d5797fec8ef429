package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole renewal with the project's own command on a stack where a mailbox proof counts for a
 * minute: the kur waits, the code comes by mail, the renewal goes on, and old mail stays readable.
 */
@Tag("stack")
class SubscriberRenewingTest {

  private static final String MAILBOX = "renewing@example.org";
  private static final Duration PROOF_REUSE = Duration.ofSeconds(120);
  private static final String RENEWAL = "Your code for the renewal of a certificate";

  @TempDir Path folder;

  @Test
  void renewalPastTheProof_waitsForTheCodeAndKeepsOldMailReadable() throws Exception {
    Path home = Path.of(System.getProperty("vouchseal.home"));
    Path var = home.resolve("target/renewal-var");
    try (OwnStack own =
        OwnStack.fresh(var, Map.of("VOUCHSEAL_PROOF_REUSE", PROOF_REUSE.toString()))) {
      Stack stack = own.start();
      Commands commands = new Commands(folder);
      Path pair = folder.resolve("pair");
      enrolled(stack, commands, pair);
      long proved = System.nanoTime();
      byte[] before = Files.readAllBytes(pair.resolve("signing.pem"));
      Files.copy(pair.resolve("encryption.pem"), folder.resolve("old-encryption.pem"));
      Files.writeString(folder.resolve("letter.txt"), "for the old key\n");
      commands
          .openssl(
              "cms",
              "-encrypt",
              "-binary",
              "-aes256",
              "-in",
              "letter.txt",
              "-outform",
              "DER",
              "-out",
              "letter.p7m",
              "old-encryption.pem")
          .mustSucceed();
      Applicant.sleep(PROOF_REUSE.minusNanos(System.nanoTime() - proved).plusSeconds(2));

      renewed(stack, commands, pair);

      assertThat(Files.readAllBytes(pair.resolve("signing.pem"))).isNotEqualTo(before);
      assertThat(mails(stack, RENEWAL)).as("mails with a code for the renewal").hasSize(1);
      judged(commands, pair);
      assertThat(oldMail(commands, pair)).isEqualTo("for the old key\n");
      Commands.Ended invariants = own.run("check-invariants");
      assertThat(invariants.status()).as(invariants.output()).isZero();
    }
  }

  private void enrolled(Stack stack, Commands commands, Path pair) {
    Path code = folder.resolve("first.eml");
    CompletableFuture<Void> mail = whenMailed(stack, "Your code for a certificate", code);
    vouchseal(
            commands,
            stack,
            "enroll",
            "--mailbox",
            MAILBOX,
            "--out",
            pair.toString(),
            "--code-from",
            code.toString())
        .mustSucceed();
    mail.join();
  }

  private void renewed(Stack stack, Commands commands, Path pair) {
    Path code = folder.resolve("second.eml");
    CompletableFuture<Void> mail = whenMailed(stack, RENEWAL, code);
    Commands.Ended ended =
        vouchseal(
            commands, stack, "renew", "--in", pair.toString(), "--code-from", code.toString());
    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(ended.output())
        .contains("your validation has ended")
        .contains("the mailbox has to be proved again")
        .contains(MAILBOX + " is renewed");
    mail.join();
  }

  private Commands.Ended vouchseal(Commands commands, Stack stack, String... arguments) {
    Path home = Path.of(System.getProperty("vouchseal.home"));
    List<String> command =
        new java.util.ArrayList<>(List.of(home.resolve("sdk/bin/vouchseal").toString()));
    command.addAll(List.of(arguments));
    return commands.run(Map.of("VOUCHSEAL_URL", stack.publicUrl()), command);
  }

  /** Puts the mail with that subject where the command waits for it. */
  private static CompletableFuture<Void> whenMailed(Stack stack, String subject, Path to) {
    return CompletableFuture.runAsync(
        () -> {
          long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
          while (System.nanoTime() < end) {
            List<String> mails = mails(stack, subject);
            if (!mails.isEmpty()) {
              write(to, mails.get(0));
              return;
            }
            Applicant.sleep(Duration.ofMillis(200));
          }
          throw new AssertionError("no mail with subject " + subject);
        });
  }

  private static void write(Path to, String text) {
    try {
      Path part = Files.writeString(to.resolveSibling(to.getFileName() + ".part"), text);
      Path unusedMoved = Files.move(part, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> mails(Stack stack, String subject) {
    try (var mails = Files.list(stack.mail())) {
      return mails
          .filter(path -> path.toString().endsWith(".eml"))
          .map(SubscriberRenewingTest::text)
          .filter(text -> text.contains("Subject: " + subject + "\n") && text.contains(MAILBOX))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path mail) {
    try {
      return Files.readString(mail, StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** openssl takes the new pair. */
  private static void judged(Commands commands, Path pair) {
    for (String certificate : List.of("signing.pem", "encryption.pem")) {
      commands
          .openssl(
              "verify",
              "-x509_strict",
              "-CAfile",
              pair.resolve("root.pem").toString(),
              "-untrusted",
              pair.resolve("chain.pem").toString(),
              pair.resolve(certificate).toString())
          .mustSucceed();
    }
    commands
        .openssl(
            "pkcs12",
            "-in",
            pair.resolve("pair.p12").toString(),
            "-passin",
            "file:" + pair.resolve("p12-password.txt"),
            "-nodes",
            "-nocerts",
            "-out",
            "keys.pem")
        .mustSucceed();
    commands
        .openssl(
            "cms",
            "-sign",
            "-binary",
            "-in",
            "letter.txt",
            "-signer",
            pair.resolve("signing.pem").toString(),
            "-inkey",
            "keys.pem",
            "-outform",
            "DER",
            "-out",
            "letter.p7s")
        .mustSucceed();
  }

  /** What openssl reads of the old mail by the key that the pair kept. */
  private String oldMail(Commands commands, Path pair) throws Exception {
    char[] password = Files.readString(pair.resolve("p12-password.txt")).strip().toCharArray();
    KeyStore store = KeyStore.getInstance(pair.resolve("pair.p12").toFile(), password);
    List<String> older =
        Collections.list(store.aliases()).stream()
            .filter(alias -> alias.startsWith("encryption-"))
            .toList();
    assertThat(older).hasSize(1);
    Key key = store.getKey(older.get(0), password);
    Files.writeString(
        folder.resolve("old-key.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key.getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    commands
        .openssl(
            "cms",
            "-decrypt",
            "-inform",
            "DER",
            "-in",
            "letter.p7m",
            "-recip",
            "old-encryption.pem",
            "-inkey",
            "old-key.pem",
            "-out",
            "letter.out")
        .mustSucceed();
    return Files.readString(folder.resolve("letter.out"));
  }
}
