package org.vouchseal.issuing.lint;

import org.vouchseal.issuing.x509.CertificateContent;

/**
 * Bytes that passed every rule. Only {@link Linter} makes it, and nothing is recorded or signed
 * that is not one.
 */
public final class LintedPlan {

  private final CertificateContent content;
  private final byte[] tbs;
  private final String digest;
  private final String result;

  LintedPlan(CertificateContent content, byte[] tbs, String digest, String result) {
    this.content = content;
    this.tbs = tbs.clone();
    this.digest = digest;
    this.result = result;
  }

  public CertificateContent content() {
    return content;
  }

  /** Exact DER of the TBSCertificate; a fresh array. */
  public byte[] tbs() {
    return tbs.clone();
  }

  /** SHA-256 of {@link #tbs}, lower-case hexadecimal. */
  public String digest() {
    return digest;
  }

  /** Rule set and count, for the record. */
  public String result() {
    return result;
  }
}
