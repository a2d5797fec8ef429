package org.vouchseal.sdk.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.vouchseal.model.Mailbox;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Misuse;
import org.vouchseal.sdk.enrolment.EnrolmentJournal;
import org.vouchseal.sdk.enrolment.IdentityStore;
import org.vouchseal.sdk.enrolment.StoredIdentity;
import org.vouchseal.sdk.x509.Certificates;

/** Identities in plain folders, with the file names of {@link IdentityFiles}. */
public final class FolderStore implements IdentityStore {

  private final SecureRandom random;

  /**
   * @param random for the passwords of PKCS#12 files
   */
  public FolderStore(SecureRandom random) {
    this.random = random;
  }

  @Override
  public EnrolmentJournal begin(Path folder, String server, Mailbox mailbox) {
    requireNamed(folder);
    remove(folder.resolve(FolderJournal.RETIRED));
    Path journal = folder.resolve(FolderJournal.FOLDER);
    if (!Files.exists(journal)) {
      requireNoIdentity(folder);
    }
    PrivateFiles.makeFolder(folder);
    PrivateFiles.makeFolder(journal);
    return FolderJournal.open(folder, server, mailbox, random);
  }

  /** An empty name is a script's variable that was not set, not the working directory. */
  private static void requireNamed(Path folder) {
    if (folder.toString().isEmpty()) {
      throw new Misuse(
          Fault.local(
              "folder-unnamed",
              "no folder was given",
              "its name is empty",
              "name a folder; the working directory is called ."));
    }
  }

  @Override
  public StoredIdentity open(Path folder) {
    requireNamed(folder);
    for (String name : IdentityFiles.ALL) {
      if (!Files.isRegularFile(folder.resolve(name))) {
        throw new Misuse(
            Fault.local(
                "no-identity",
                "there is no finished identity in " + folder,
                name + " is missing",
                "give the folder that vouchseal enroll --out wrote to"));
      }
    }
    List<X509Certificate> path = new ArrayList<>();
    path.addAll(Certificates.ofPemFile(folder.resolve(IdentityFiles.SIGNING)));
    path.addAll(Certificates.ofPemFile(folder.resolve(IdentityFiles.CHAIN)));
    X509Certificate root = Certificates.ofPemFile(folder.resolve(IdentityFiles.ROOT)).get(0);
    return new StoredIdentity(signingKey(folder), path, root);
  }

  private static PrivateKey signingKey(Path folder) {
    Path file = folder.resolve(IdentityFiles.PAIR);
    try {
      char[] password =
          Files.readString(folder.resolve(IdentityFiles.PASSWORD), StandardCharsets.US_ASCII)
              .strip()
              .toCharArray();
      KeyStore store = KeyStore.getInstance(file.toFile(), password);
      if (store.getKey(IdentityFiles.SIGNING_ALIAS, password) instanceof PrivateKey key) {
        return key;
      }
      throw unreadable(file, "it holds no key under the name signing", null);
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file, "it does not open with " + IdentityFiles.PASSWORD, e);
    }
  }

  private static Misuse unreadable(
      Path file, String why, @org.jspecify.annotations.Nullable Exception cause) {
    return new Misuse(
        Fault.local(
            "key-file-unreadable",
            "the key file " + file + " cannot be used",
            why,
            "restore the file and its password file from your backup"),
        cause);
  }

  private static void requireNoIdentity(Path folder) {
    for (String name : IdentityFiles.ALL) {
      if (Files.exists(folder.resolve(name))) {
        throw new Misuse(
            Fault.local(
                "identity-exists",
                "the folder " + folder + " is in use",
                name + " is there, and an identity is never overwritten",
                "give another folder to --out"));
      }
    }
  }

  /** Removes a folder with all that is in it, if it is there. */
  static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
