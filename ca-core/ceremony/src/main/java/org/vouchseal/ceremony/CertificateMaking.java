package org.vouchseal.ceremony;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.vouchseal.ceremony.CeremonyPlan.PlannedCertificate;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.issuance.SignAtCeremony;
import org.vouchseal.issuing.lint.LintedPlan;
import org.vouchseal.issuing.lint.Linter;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.x509.CertificateAddresses;
import org.vouchseal.issuing.x509.CertificateContent;
import org.vouchseal.issuing.x509.CertificateFacts;
import org.vouchseal.issuing.x509.CrlCodec;
import org.vouchseal.issuing.x509.IssuerCertificate;
import org.vouchseal.issuing.x509.TbsComposer;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.issuing.x509.ValidityPeriod;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.SubjectName.Attribute;
import org.vouchseal.model.SubjectName.AttributeType;
import org.vouchseal.model.runtime.HaltPoint;

/**
 * Makes certificates and the root's revocation list. The bytes to be signed are linted and on the
 * disk before they are signed, and the same bytes are signed again after an interruption; so no
 * issuer ever signs two different certificates for one name.
 */
final class CertificateMaking {

  /** For clocks of relying parties that are slow. */
  private static final Duration BACKDATING = Duration.ofMinutes(5);

  private static final long FIRST_CRL_NUMBER = 1;

  private final CeremonyPlan plan;
  private final PkiFolder folder;
  private final Clock clock;
  private final SecureRandom random;
  private final HaltPoint halt;
  private final CertificateProfiles profiles = CertificateProfiles.standard();
  private final Linter linter;
  private final TbsSigner signer;
  private final SignAtCeremony signing;

  CertificateMaking(
      CeremonyPlan plan,
      PkiFolder folder,
      CryptoProviders providers,
      Clock clock,
      SecureRandom random,
      HaltPoint halt) {
    this.plan = plan;
    this.folder = folder;
    this.clock = clock;
    this.random = random;
    this.halt = halt;
    this.linter =
        new Linter(
            new TbsComposer(new CertificateAddresses(plan.publicUrl(), plan.name())),
            plan.reservedPolicy());
    this.signer = new TbsSigner(providers);
    this.signing = new SignAtCeremony(signer);
  }

  /** The root: its own issuer. */
  IssuerCertificate root(SigningKey key) {
    byte[] spki = key.publicKey().getEncoded();
    return IssuerCertificate.of(
        "root", certificate("root", CertificateProfiles.ROOT_CA, Optional.empty(), spki, key));
  }

  /** A certificate under an issuer; the one that exists when there is one. */
  byte[] issued(
      String name,
      ProfileName profile,
      IssuerCertificate issuer,
      SigningKey issuerKey,
      byte[] spki) {
    return certificate(name, profile, Optional.of(issuer), spki, issuerKey);
  }

  /** The root's first revocation list, empty. */
  void rootCrl(IssuerCertificate root, SigningKey rootKey) {
    String file = CeremonyFiles.ROOT_CRL;
    if (folder.find(file).isEmpty()) {
      Instant thisUpdate =
          folder
              .find(CeremonyFiles.record(file))
              .map(
                  before ->
                      read(file, () -> TBSCertList.getInstance(before))
                          .getThisUpdate()
                          .getDate()
                          .toInstant())
              .orElseGet(clock::instant)
              .truncatedTo(ChronoUnit.SECONDS);
      byte[] tbs =
          new CrlCodec()
              .toBeSigned(
                  root,
                  rootKey.algorithm(),
                  FIRST_CRL_NUMBER,
                  thisUpdate,
                  thisUpdate.plus(plan.rootCrlValidity()).minusSeconds(1),
                  entries -> {});
      record(file, tbs);
      byte[] unused = written(file, signer.sign(tbs, rootKey, root.subjectPublicKeyInfo()));
    }
  }

  private byte[] certificate(
      String name,
      ProfileName profile,
      Optional<IssuerCertificate> issuer,
      byte[] spki,
      SigningKey issuerKey) {
    String file = CeremonyFiles.certificate(name);
    Optional<byte[]> existing = folder.find(file);
    if (existing.isPresent()) {
      refuseOtherKey(name, CertificateFacts.of(existing.get()).spki(), spki);
      return existing.get();
    }
    Optional<byte[]> before = folder.find(CeremonyFiles.record(file));
    LintedPlan linted =
        linted(name, content(name, profiles.get(profile), issuer, spki, issuerKey, before));
    record(file, linted.tbs());
    return written(file, signing.sign(linted, issuerKey));
  }

  private void refuseOtherKey(String name, SpkiDigest certified, byte[] spki) {
    if (!certified.equals(SpkiDigest.of(spki))) {
      throw new CeremonyRefused(
          "certificate "
              + name
              + " in "
              + folder.path()
              + " is for another key than its token holds; bring back the tokens that belong to"
              + " this folder");
    }
  }

  /** Never signs what is merely found in the folder: it must be what is composed now. */
  private void record(String file, byte[] tbs) {
    String record = CeremonyFiles.record(file);
    Optional<byte[]> before = folder.find(record);
    if (before.isEmpty()) {
      folder.write(record, tbs);
      halt.reached("ceremony.recorded." + file);
    } else if (!Arrays.equals(before.get(), tbs)) {
      throw begunOtherwise(file);
    }
  }

  private CeremonyRefused begunOtherwise(String file) {
    return new CeremonyRefused(
        file
            + " was begun in "
            + folder.path()
            + " with another key or by another version; bring back the tokens that belong to this"
            + " folder, or begin with empty folders");
  }

  private <T> T read(String file, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException | ClassCastException e) {
      throw begunOtherwise(file);
    }
  }

  private byte[] written(String file, byte[] der) {
    halt.reached("ceremony.signed." + file);
    folder.write(file, der);
    halt.reached("ceremony.written." + file);
    return der;
  }

  private CertificateContent content(
      String name,
      CertificateProfile profile,
      Optional<IssuerCertificate> issuer,
      byte[] spki,
      SigningKey issuerKey,
      Optional<byte[]> before) {
    PlannedCertificate planned = plan.certificate(name);
    if (planned.validity().compareTo(profile.longestValidity()) > 0) {
      throw new CeremonyRefused(
          "certificate "
              + name
              + " is planned for "
              + planned.validity().toDays()
              + " days, its profile allows "
              + profile.longestValidity().toDays());
    }
    Optional<TBSCertificate> begun =
        before.map(
            tbs -> read(CeremonyFiles.certificate(name), () -> TBSCertificate.getInstance(tbs)));
    return new CertificateContent(
        profile,
        issuer,
        begun
            .map(tbs -> new SerialNumber(tbs.getSerialNumber().getValue()))
            .orElseGet(() -> SerialNumber.random(random)),
        issuerKey.algorithm(),
        begun
            .map(CertificateMaking::validity)
            .orElseGet(
                () ->
                    ValidityPeriod.from(
                        clock.instant(), BACKDATING, planned.validity(), profile, issuer)),
        subject(planned),
        List.of(),
        Optional.empty(),
        spki);
  }

  private static ValidityPeriod validity(TBSCertificate tbs) {
    return new ValidityPeriod(
        tbs.getStartDate().getDate().toInstant(), tbs.getEndDate().getDate().toInstant());
  }

  private SubjectName subject(PlannedCertificate planned) {
    return new SubjectName(
        List.of(
            new Attribute(AttributeType.COUNTRY, plan.country()),
            new Attribute(AttributeType.ORGANIZATION_NAME, plan.organizationName()),
            new Attribute(AttributeType.COMMON_NAME, planned.commonName())));
  }

  private LintedPlan linted(String name, CertificateContent content) {
    return linter
        .lint(content)
        .fold(
            passed -> passed,
            findings -> {
              throw new CeremonyRefused("certificate " + name + " breaks its profile: " + findings);
            });
  }
}
