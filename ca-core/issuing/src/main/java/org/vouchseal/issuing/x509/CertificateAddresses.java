package org.vouchseal.issuing.x509;

import java.util.Optional;

/**
 * The addresses that certificates carry, below the public URL of the installation.
 *
 * @param publicUrl {@code http://…} or {@code https://…} without a slash at the end
 * @param name of one CA of several there: its addresses stand beside those of the one without a
 *     name, {@code /pki/NAME-smime.crl} and {@code /ocsp/NAME}
 */
public record CertificateAddresses(String publicUrl, Optional<String> name) {

  public CertificateAddresses {
    if (!publicUrl.matches("https?://[^/].*[^/]")) {
      throw new IllegalArgumentException(
          "public URL must begin with http:// or https:// and not end with a slash, found "
              + publicUrl);
    }
    if (name.isPresent() && !name.get().matches("[a-z0-9]+")) {
      throw new IllegalArgumentException(
          "name of a CA must be small letters and digits, found " + name.get());
    }
  }

  /** Of the only CA there. */
  public CertificateAddresses(String publicUrl) {
    this(publicUrl, Optional.empty());
  }

  /** Of a revocation list: {@code root}, or {@link CrlScope#list}. */
  public String crl(String list) {
    return plain() + list(list, name);
  }

  /** The path of a revocation list below the public URL, under a CA of that name. */
  public static String list(String list, Optional<String> name) {
    return file(list + ".crl", name);
  }

  /** Of the certificate of an issuer, DER. */
  public String caIssuers(String issuer) {
    return plain() + file(issuer + ".cer", name);
  }

  /** Of the OCSP responder. */
  public String ocsp() {
    return plain() + "/ocsp" + name.map(word -> "/" + word).orElse("");
  }

  /** Of the practice statement; https is allowed here (SBR §7.1.2.3 a). */
  public String practiceStatement() {
    return publicUrl + file("cps", name);
  }

  private static String file(String file, Optional<String> name) {
    return "/pki/" + name.map(word -> word + "-").orElse("") + file;
  }

  /** Status is fetched over {@code http:} only (SBR §7.1.2.3 b, c). */
  private String plain() {
    return publicUrl.startsWith("https:") ? "http:" + publicUrl.substring(6) : publicUrl;
  }
}
