package org.vouchseal.issuing.x509;

/**
 * The addresses that certificates carry, below the public URL of the installation.
 *
 * @param publicUrl {@code http://…} or {@code https://…} without a slash at the end
 */
public record CertificateAddresses(String publicUrl) {

  public CertificateAddresses {
    if (!publicUrl.matches("https?://[^/].*[^/]")) {
      throw new IllegalArgumentException(
          "public URL must begin with http:// or https:// and not end with a slash, found "
              + publicUrl);
    }
  }

  /** Of a revocation list: {@code root}, or {@link CrlScope#list}. */
  public String crl(String list) {
    return plain() + "/pki/" + list + ".crl";
  }

  /** Of the certificate of an issuer, DER. */
  public String caIssuers(String issuer) {
    return plain() + "/pki/" + issuer + ".cer";
  }

  /** Of the OCSP responder. */
  public String ocsp() {
    return plain() + "/ocsp";
  }

  /** Of the practice statement; https is allowed here (SBR §7.1.2.3 a). */
  public String practiceStatement() {
    return publicUrl + "/pki/cps";
  }

  /** Status is fetched over {@code http:} only (SBR §7.1.2.3 b, c). */
  private String plain() {
    return publicUrl.startsWith("https:") ? "http:" + publicUrl.substring(6) : publicUrl;
  }
}
