package org.vouchseal.sdk.folder;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.sdk.Identity;
import org.vouchseal.sdk.enrolment.FinishedPair;
import org.vouchseal.sdk.enrolment.StartedEnrolment;
import org.vouchseal.sdk.x509.Certificates;
import org.vouchseal.sdk.x509.Pkcs12;

/** The files of a finished identity. */
final class IdentityFiles {

  static final String SIGNING = "signing.pem";
  static final String ENCRYPTION = "encryption.pem";
  static final String CHAIN = "chain.pem";
  static final String ROOT = "root.pem";
  static final String PAIR = "pair.p12";
  static final String PASSWORD = "p12-password.txt";

  /** Without which there is no identity. */
  static final List<String> ALL = List.of(SIGNING, ENCRYPTION, CHAIN, ROOT, PAIR, PASSWORD);

  /** Where a renewal proves the mailbox again; identities of early versions lack it. */
  static final String ENROLMENT = "enrolment.json";

  static final String SIGNING_ALIAS = "signing";
  static final String ENCRYPTION_ALIAS = "encryption";

  private static final String PASSWORD_LETTERS =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
  private static final int PASSWORD_LENGTH = 32;

  private IdentityFiles() {}

  /** Writes all of them, {@code signing.pem} last; may be repeated after a crash. */
  static Identity write(
      Path folder, FinishedPair pair, Optional<StartedEnrolment> enrolment, SecureRandom random) {
    String password = password(random);
    PrivateFiles.writeSecret(folder.resolve(PASSWORD), text(password + "\n"));
    enrolment.ifPresent(
        known ->
            PrivateFiles.writeSecret(
                folder.resolve(ENROLMENT), text(EnrolmentFile.written(known).toString())));
    return write(folder, pair, List.of(), password.toCharArray(), random);
  }

  /**
   * Writes all that a renewal changes, {@code signing.pem} last; may be repeated after a crash.
   *
   * @param older earlier encryption keys, under other names than the present one
   * @param password that the folder has already
   */
  static Identity write(
      Path folder,
      FinishedPair pair,
      List<Pkcs12.Entry> older,
      char[] password,
      SecureRandom random) {
    List<Pkcs12.Entry> entries = new ArrayList<>();
    entries.add(new Pkcs12.Entry(SIGNING_ALIAS, pair.signingKey(), pair.signing().complete()));
    entries.add(
        new Pkcs12.Entry(ENCRYPTION_ALIAS, pair.encryptionKey(), pair.encryption().complete()));
    entries.addAll(older);
    byte[] store = Pkcs12.write(entries, password, random);
    Set<X509Certificate> intermediates = new LinkedHashSet<>(pair.signing().intermediates());
    intermediates.addAll(pair.encryption().intermediates());

    PrivateFiles.writeSecret(folder.resolve(PAIR), store);
    PrivateFiles.writePublic(
        folder.resolve(ROOT), text(Certificates.pem(List.of(pair.signing().root()))));
    PrivateFiles.writePublic(folder.resolve(CHAIN), text(Certificates.pem(intermediates)));
    PrivateFiles.writePublic(
        folder.resolve(ENCRYPTION), text(Certificates.pem(List.of(pair.encryption().leaf()))));
    PrivateFiles.writePublic(
        folder.resolve(SIGNING), text(Certificates.pem(List.of(pair.signing().leaf()))));
    return new Identity(pair.mailbox(), folder, pair.signing().leaf(), pair.encryption().leaf());
  }

  // 32 of 56 letters: about 185 bits.
  private static String password(SecureRandom random) {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < PASSWORD_LENGTH; i++) {
      password.append(PASSWORD_LETTERS.charAt(random.nextInt(PASSWORD_LETTERS.length())));
    }
    return password.toString();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
