package org.vouchseal.sdk.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.Mailbox;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Identity;
import org.vouchseal.sdk.Misuse;
import org.vouchseal.sdk.enrolment.FinishedPair;
import org.vouchseal.sdk.enrolment.RenewableIdentity;
import org.vouchseal.sdk.enrolment.RenewalJournal;
import org.vouchseal.sdk.enrolment.RenewedPair;
import org.vouchseal.sdk.x509.CertificateRules;
import org.vouchseal.sdk.x509.Chain;
import org.vouchseal.sdk.x509.Pkcs12;

/**
 * The journal of a renewal in {@code .vouchseal-renewal} of the identity's folder. It begins with a
 * copy of the identity, from which alone the old keys are read: the files themselves change at the
 * end, one by one, and a crash may come in between.
 */
final class FolderRenewal extends FolderRequests implements RenewalJournal {

  static final String FOLDER = ".vouchseal-renewal";
  static final String RETIRED = ".vouchseal-renewal-finished";

  private static final String BEGUN = "begun";

  private final Path folder;
  private final Path copies;
  private final SecureRandom random;

  private FolderRenewal(Path folder, Path journal, SecureRandom random) {
    super(journal);
    this.folder = folder;
    this.copies = journal.resolve("before");
    this.random = random;
  }

  static FolderRenewal open(Path folder, SecureRandom random) {
    FolderRenewal opened = new FolderRenewal(folder, folder.resolve(FOLDER), random);
    try {
      if (opened.message(BEGUN).isEmpty()) {
        opened.copy();
        opened.message(BEGUN, new byte[] {1});
      }
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void copy() {
    PrivateFiles.makeFolder(copies);
    List<String> names = new ArrayList<>(IdentityFiles.ALL);
    if (Files.exists(folder.resolve(IdentityFiles.ENROLMENT))) {
      names.add(IdentityFiles.ENROLMENT);
    }
    for (String name : names) {
      try {
        PrivateFiles.writeSecret(copies.resolve(name), Files.readAllBytes(folder.resolve(name)));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + folder.resolve(name), e);
      }
    }
  }

  @Override
  public RenewableIdentity before() {
    Pkcs12.Entry signing = pair().entry(IdentityFiles.SIGNING_ALIAS);
    return new RenewableIdentity(
        mailbox(signing.chain().get(0)),
        signing.key(),
        chain(signing),
        object("before/" + IdentityFiles.ENROLMENT).map(EnrolmentFile::read));
  }

  @Override
  public Identity finish(RenewedPair renewed) {
    StoredPair before = pair();
    List<Pkcs12.Entry> known = before.encryption();
    Pkcs12.Entry present = before.entry(IdentityFiles.ENCRYPTION_ALIAS);
    RenewedPair.Encryption encryption =
        renewed
            .encryption()
            .orElseGet(() -> new RenewedPair.Encryption(present.key(), chain(present)));
    List<Pkcs12.Entry> older =
        known.stream()
            .filter(entry -> !isOf(entry, encryption.chain().leaf()))
            .map(FolderRenewal::older)
            .toList();
    Identity identity =
        IdentityFiles.write(
            folder,
            new FinishedPair(
                before().mailbox(),
                renewed.signingKey(),
                renewed.signing(),
                encryption.key(),
                encryption.chain()),
            older,
            before.password(),
            random);
    retire(folder.resolve(RETIRED));
    return identity;
  }

  private StoredPair pair() {
    return StoredPair.read(
        copies.resolve(IdentityFiles.PAIR), copies.resolve(IdentityFiles.PASSWORD));
  }

  private static boolean isOf(Pkcs12.Entry entry, X509Certificate certificate) {
    return Arrays.equals(
        entry.chain().get(0).getPublicKey().getEncoded(), certificate.getPublicKey().getEncoded());
  }

  /** Named after its certificate, so that generations never meet under one name. */
  private static Pkcs12.Entry older(Pkcs12.Entry entry) {
    String serial = entry.chain().get(0).getSerialNumber().toString(16);
    return new Pkcs12.Entry(
        IdentityFiles.ENCRYPTION_ALIAS + "-" + serial, entry.key(), entry.chain());
  }

  private static Chain chain(Pkcs12.Entry entry) {
    List<X509Certificate> all = entry.chain();
    return new Chain(all.get(0), all.subList(1, all.size() - 1), all.get(all.size() - 1));
  }

  private static Mailbox mailbox(X509Certificate certificate) {
    Optional<String> named = CertificateRules.mailboxOf(certificate);
    return Mailbox.parse(
        named.orElseThrow(
            () ->
                new Misuse(
                    Fault.local(
                        "no-identity",
                        "the signing certificate cannot be renewed",
                        "it names no mailbox",
                        "give the folder that vouchseal enroll --out wrote to"))));
  }
}
