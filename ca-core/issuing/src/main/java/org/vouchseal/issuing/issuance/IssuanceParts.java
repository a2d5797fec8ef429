package org.vouchseal.issuing.issuance;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.vouchseal.issuing.key.PublicKeyCheck;
import org.vouchseal.issuing.lint.Linter;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;

/**
 * What issuance is put together from.
 *
 * @param authorities the CAs whose keys are here, by name
 * @param receiptKey DER SubjectPublicKeyInfo of the key service's receipt key
 * @param orders what may be certified for end entities
 */
public record IssuanceParts(
    CertificateProfiles profiles,
    Map<String, IssuingAuthority> authorities,
    PublicKeyCheck keys,
    byte[] receiptKey,
    ApprovedOrders orders,
    Linter linter,
    TbsSigner signer,
    PlanStore plans,
    CertificateStore certificates,
    Transactions transactions,
    AuditTrail audit,
    Clock clock,
    SecureRandom random,
    HaltPoint halt,
    IssuanceSettings settings) {

  /** Puts the use case together. */
  public IssueCertificate issueCertificate() {
    return new IssueCertificate(
        profiles,
        authorities,
        new RequestCheck(profiles, authorities, keys, new ReceiptCheck(signer, receiptKey), orders),
        new PlanCertificate(linter, settings, random),
        new Disbelief(transactions, audit, random),
        signer,
        plans,
        certificates,
        transactions,
        audit,
        clock,
        halt);
  }
}
