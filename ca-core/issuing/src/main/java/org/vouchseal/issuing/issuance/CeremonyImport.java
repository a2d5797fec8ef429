package org.vouchseal.issuing.issuance;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.issuing.x509.CertificateFacts;
import org.vouchseal.issuing.x509.IssuerCertificate;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/**
 * Takes the certificates that the ceremony made into the database, so that status knows them and
 * their keys have their class. Run at every start; what is there already is left alone.
 */
public final class CeremonyImport {

  private static final List<String> AUTHORITIES = List.of("root", "smime", "trust");

  private final PlanStore plans;
  private final CertificateStore certificates;
  private final TbsSigner signer;
  private final Transactions transactions;
  private final AuditTrail audit;
  private final Clock clock;

  public CeremonyImport(
      PlanStore plans,
      CertificateStore certificates,
      TbsSigner signer,
      Transactions transactions,
      AuditTrail audit,
      Clock clock) {
    this.plans = plans;
    this.certificates = certificates;
    this.signer = signer;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Imports every certificate of the directory.
   *
   * @throws IllegalStateException when one is of no known kind, not signed by one of our CAs, or
   *     its key has another use
   */
  public void run(PkiDirectory directory) {
    List<IssuerCertificate> authorities =
        AUTHORITIES.stream()
            .map(name -> IssuerCertificate.of(name, directory.certificate(name)))
            .toList();
    for (String name : directory.certificateNames()) {
      importOne(name, directory.certificate(name), authorities);
    }
  }

  private void importOne(String name, byte[] der, List<IssuerCertificate> authorities) {
    CertificateFacts facts = CertificateFacts.of(der);
    IssuerCertificate issuer =
        authorities.stream()
            .filter(facts::namesAsIssuer)
            .filter(ca -> signer.verifiesCertificate(der, ca.subjectPublicKeyInfo()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("certificate " + name + " is of none of our CAs"));
    ProfileName profile = profile(name);
    try {
      transactions.run(() -> importInTransaction(name, profile, der, facts, issuer.name()));
    } catch (DuplicateKey somebodyWasFirst) {
      return; // another node starts at the same time
    }
  }

  private void importInTransaction(
      String name, ProfileName profile, byte[] der, CertificateFacts facts, String issuer) {
    if (certificates.find(issuer, facts.serial()).isPresent()) {
      return;
    }
    KeyClass registered = plans.register(facts.spki(), KeyClass.SERVICE, clock.instant());
    if (registered != KeyClass.SERVICE) {
      throw new IllegalStateException("the key of " + name + " is registered as " + registered);
    }
    certificates.insert(
        new IssuedCertificate(
            issuer,
            facts.serial(),
            profile,
            KeyClass.SERVICE,
            der,
            facts.spki(),
            facts.notBefore(),
            facts.notAfter(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            CertificateState.CONFIRMED,
            clock.instant(),
            Optional.empty()),
        Optional.empty(),
        List.of());
    audit.append(
        new AuditEvent(
            "certificate.imported",
            "system:start",
            "certificate:" + facts.serial().hex(),
            Map.of("issuer", issuer, "name", name, "profile", profile.value())));
  }

  private static ProfileName profile(String name) {
    return switch (name) {
      case "root" -> CertificateProfiles.ROOT_CA;
      case "smime" -> CertificateProfiles.SMIME_CA;
      case "trust" -> CertificateProfiles.TRUST_CA;
      case "cmp-signer" -> CertificateProfiles.CMP_SIGNER;
      case "kga" -> CertificateProfiles.KGA;
      case "archive-transport" -> CertificateProfiles.ARCHIVE_TRANSPORT;
      default -> {
        if (!name.startsWith("ra-")) {
          throw new IllegalStateException("certificate " + name + " is of no known kind");
        }
        yield CertificateProfiles.RA_ORDER;
      }
    };
  }
}
