package org.vouchseal.issuing.x509;

import java.util.List;
import java.util.Optional;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.profile.StatusPointer;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SubjectName;

/**
 * Everything that makes a certificate what it is: given the same content, the composer gives the
 * same octets.
 *
 * @param issuer the CA; empty for a self-signed certificate
 * @param signature algorithm of the CA's key
 * @param subject approved names
 * @param mailboxes approved mailboxes
 * @param tier what was validated; present exactly for end entities
 * @param subjectPublicKeyInfo DER; not copied
 * @param crlShard which of its CA's lists the certificate names; 0 for the list of all
 */
public record CertificateContent(
    CertificateProfile profile,
    Optional<IssuerCertificate> issuer,
    SerialNumber serial,
    SignatureAlgorithm signature,
    ValidityPeriod validity,
    SubjectName subject,
    List<Mailbox> mailboxes,
    Optional<AssuranceTier> tier,
    byte[] subjectPublicKeyInfo,
    int crlShard) {

  public CertificateContent {
    mailboxes = List.copyOf(mailboxes);
    String from = issuer.map(IssuerCertificate::name).orElse("self");
    if (!profile.issuers().contains(from)) {
      throw new IllegalArgumentException(
          from + " may not issue " + profile.name() + ", only " + profile.issuers() + " may");
    }
    if (tier.isPresent() != profile.endEntity()) {
      throw new IllegalArgumentException("a tier belongs to end entities, and to all of them");
    }
    if (crlShard != 0 && !isSharded(from, profile)) {
      throw new IllegalArgumentException(
          "certificates of " + profile.name() + " by " + from + " are on the list of all");
    }
    CrlScope unusedChecked = new CrlScope(from, crlShard);
  }

  /** One on the list of all. */
  public CertificateContent(
      CertificateProfile profile,
      Optional<IssuerCertificate> issuer,
      SerialNumber serial,
      SignatureAlgorithm signature,
      ValidityPeriod validity,
      SubjectName subject,
      List<Mailbox> mailboxes,
      Optional<AssuranceTier> tier,
      byte[] subjectPublicKeyInfo) {
    this(
        profile,
        issuer,
        serial,
        signature,
        validity,
        subject,
        mailboxes,
        tier,
        subjectPublicKeyInfo,
        0);
  }

  /** Whether such certificates may name the list of a shard: those of subscribers only. */
  public static boolean isSharded(String issuer, CertificateProfile profile) {
    return issuer.equals(CrlScope.SHARDED_ISSUER)
        && profile.endEntity()
        && profile.pointers().contains(StatusPointer.CRL);
  }

  /** The scope of the list that the certificate names; empty for a self-signed one. */
  public Optional<CrlScope> crlScope() {
    return issuer.map(ca -> new CrlScope(ca.name(), crlShard));
  }
}
