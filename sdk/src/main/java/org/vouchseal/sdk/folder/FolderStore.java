package org.vouchseal.sdk.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.vouchseal.sdk.enrolment.RenewalJournal;
import org.vouchseal.sdk.enrolment.StoredIdentity;
import org.vouchseal.sdk.x509.Certificates;
import org.vouchseal.sdk.x509.KeyMatch;

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
    requireIdentity(folder);
    List<X509Certificate> path = new ArrayList<>();
    path.addAll(Certificates.ofPemFile(folder.resolve(IdentityFiles.SIGNING)));
    path.addAll(Certificates.ofPemFile(folder.resolve(IdentityFiles.CHAIN)));
    X509Certificate root = Certificates.ofPemFile(folder.resolve(IdentityFiles.ROOT)).get(0);
    PrivateKey key =
        StoredPair.read(folder.resolve(IdentityFiles.PAIR), folder.resolve(IdentityFiles.PASSWORD))
            .entry(IdentityFiles.SIGNING_ALIAS)
            .key();
    if (!KeyMatch.pair(key, path.get(0).getPublicKey())) {
      throw new Misuse(
          Fault.local(
              "renewal-unfinished",
              "the files in " + folder + " do not belong together",
              "a renewal was interrupted while it wrote them",
              "run vouchseal renew for this folder; it goes on where it stopped"));
    }
    return new StoredIdentity(key, path, root);
  }

  @Override
  public RenewalJournal beginRenewal(Path folder) {
    requireIdentity(folder);
    remove(folder.resolve(FolderRenewal.RETIRED));
    PrivateFiles.makeFolder(folder.resolve(FolderRenewal.FOLDER));
    return FolderRenewal.open(folder, random);
  }

  private static void requireIdentity(Path folder) {
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
