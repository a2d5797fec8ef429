package org.vouchseal.ceremony;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.x509.CrlCodec;
import org.vouchseal.issuing.x509.CrlFields;
import org.vouchseal.issuing.x509.IssuerCertificate;
import org.vouchseal.issuing.x509.RevokedEntry;
import org.vouchseal.issuing.x509.SecondReading;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.HaltPoint;

/**
 * Makes the next revocation list of the root: every entry of the present one, and one more when an
 * authority is revoked. What is to be signed is on the disk first, under its number; a number that
 * was begun is never used for other bytes.
 */
final class RenewRootCrl {

  /** An authority that ends, and why; authorities never end without a reason (SBR §7.2.2). */
  record Revocation(String authority, RevocationReason reason) {

    private static final Set<String> AUTHORITIES = Set.of("smime", "trust");
    private static final Set<RevocationReason> REASONS =
        Set.of(
            RevocationReason.KEY_COMPROMISE,
            RevocationReason.CA_COMPROMISE,
            RevocationReason.AFFILIATION_CHANGED,
            RevocationReason.SUPERSEDED,
            RevocationReason.CESSATION_OF_OPERATION,
            RevocationReason.PRIVILEGE_WITHDRAWN);

    Revocation {
      if (!AUTHORITIES.contains(authority)) {
        throw new CeremonyRefused("the root has certified smime and trust, not " + authority);
      }
      if (!REASONS.contains(reason)) {
        throw new CeremonyRefused(
            reason.label()
                + " is no reason to revoke an authority; there are "
                + REASONS.stream().map(RevocationReason::label).sorted().toList());
      }
    }
  }

  private final PkiFolder folder;
  private final CeremonyTokens tokens;
  private final TbsSigner signer;
  private final SecondReading secondReading;
  private final Clock clock;
  private final HaltPoint halt;

  RenewRootCrl(
      PkiFolder folder,
      CeremonyTokens tokens,
      CryptoProviders providers,
      Clock clock,
      HaltPoint halt) {
    this.folder = folder;
    this.tokens = tokens;
    this.signer = new TbsSigner(providers);
    this.secondReading = new SecondReading(providers);
    this.clock = clock;
    this.halt = halt;
  }

  /**
   * Puts the new list in the place of the present one and says what it is.
   *
   * @throws CeremonyRefused when the folder is not that of a performed ceremony, its list is not
   *     the root's, or there is nothing to revoke
   */
  String perform(Optional<Revocation> revocation) {
    return folder.exclusively(() -> renew(revocation));
  }

  private String renew(Optional<Revocation> revocation) {
    if (folder.find(PkiDirectory.INDEX).isEmpty()) {
      throw new CeremonyRefused("no ceremony has been performed for " + folder.path());
    }
    IssuerCertificate root =
        IssuerCertificate.of("root", required(CeremonyFiles.certificate("root")));
    RootCrl present = RootCrl.read(required(CeremonyFiles.ROOT_CRL), root, signer);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (now.isBefore(present.thisUpdate())) {
      throw new CeremonyRefused(
          "the clock says " + now + ", and the present list is of " + present.thisUpdate());
    }
    List<RevokedEntry> entries =
        present.entriesWith(revocation.map(wanted -> entry(wanted, root, now)));
    SigningKey key = key(root);
    CrlFields fields =
        new CrlFields(
            root,
            key.algorithm(),
            nextNumber(present.number()),
            now,
            now.plus(plan().rootCrlValidity()).minusSeconds(1),
            Optional.empty());
    write(fields, entries, key);
    return "root list %d with %d entries, until %s"
        .formatted(fields.number(), entries.size(), fields.nextUpdate());
  }

  private void write(CrlFields fields, List<RevokedEntry> entries, SigningKey key) {
    byte[] tbs =
        new CrlCodec()
            .toBeSigned(
                fields.issuer(),
                fields.algorithm(),
                fields.number(),
                fields.thisUpdate(),
                fields.nextUpdate(),
                entries::forEach);
    String record = CeremonyFiles.rootCrlRecord(fields.number());
    folder.write(record, tbs);
    halt.reached("ceremony.recorded." + record);
    byte[] der = signer.sign(tbs, key, fields.issuer().subjectPublicKeyInfo());
    secondReading
        .fault(new ByteArrayInputStream(der), fields, key.algorithm())
        .ifPresent(
            fault -> {
              throw new CeremonyRefused("the new list is not published: " + fault);
            });
    halt.reached("ceremony.signed." + CeremonyFiles.ROOT_CRL);
    folder.write(CeremonyFiles.ROOT_CRL, der);
    halt.reached("ceremony.written." + CeremonyFiles.ROOT_CRL);
  }

  private RevokedEntry entry(Revocation revocation, IssuerCertificate root, Instant now) {
    IssuerCertificate authority =
        IssuerCertificate.of(
            revocation.authority(), required(CeremonyFiles.certificate(revocation.authority())));
    if (!Arrays.equals(authority.issuer(), root.subject())) {
      throw new CeremonyRefused(revocation.authority() + ".cer is not a certificate of this root");
    }
    return new RevokedEntry(authority.serial(), now, revocation.reason());
  }

  /** Behind every number that an interrupted renewal has begun. */
  private long nextNumber(long present) {
    long number = present + 1;
    while (folder.find(CeremonyFiles.rootCrlRecord(number)).isPresent()) {
      number++;
    }
    return number;
  }

  private SigningKey key(IssuerCertificate root) {
    SigningKey key = tokens.open(CeremonyKeys.ROOT_TOKEN).signing(KeyPurpose.ROOT_CA);
    if (!Arrays.equals(key.publicKey().getEncoded(), root.subjectPublicKeyInfo())) {
      throw new CeremonyRefused(
          "the root's token holds another key than root.cer certifies; bring back the token that"
              + " belongs to "
              + folder.path());
    }
    return key;
  }

  private CeremonyPlan plan() {
    return PlanReader.plan(PlanEntries.parse(required(CeremonyFiles.PLAN)));
  }

  private byte[] required(String file) {
    return folder
        .find(file)
        .orElseThrow(() -> new CeremonyRefused(folder.path() + " has no " + file));
  }
}
