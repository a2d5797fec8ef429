package org.vouchseal.issuing.issuance;

import java.util.Optional;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.issuing.lint.LintedPlan;
import org.vouchseal.issuing.x509.IssuerCertificate;
import org.vouchseal.issuing.x509.TbsSigner;

/**
 * Signs linted plans without a database, for the key ceremony alone: what it makes is imported when
 * the server starts. A server signs recorded plans only.
 */
public final class SignAtCeremony {

  private final TbsSigner signer;

  public SignAtCeremony(TbsSigner signer) {
    this.signer = signer;
  }

  /**
   * Signs and verifies.
   *
   * @param key of the plan's issuer; of the subject itself when the plan is self-signed
   * @return DER of the certificate
   * @throws org.vouchseal.issuing.x509.SelfCheckFailed when the key is not the issuer's
   */
  public byte[] sign(LintedPlan plan, SigningKey key) {
    Optional<IssuerCertificate> issuer = plan.content().issuer();
    byte[] issuerKey =
        issuer
            .map(IssuerCertificate::subjectPublicKeyInfo)
            .orElseGet(() -> plan.content().subjectPublicKeyInfo());
    return signer.sign(plan.tbs(), key, issuerKey);
  }
}
