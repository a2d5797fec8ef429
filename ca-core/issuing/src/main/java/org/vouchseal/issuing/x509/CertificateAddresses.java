package org.vouchseal.issuing.x509;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses that certificates carry, below the public URL of the installation.
 *
 * @param publicUrl {@code http://…} or {@code https://…} without a slash at the end. A word behind
 *     the host is the name of one CA of several on that server: its addresses stand beside those of
 *     the one without a name, {@code /pki/NAME-smime.crl} and {@code /ocsp/NAME}
 */
public record CertificateAddresses(String publicUrl) {

  private static final Pattern FORM = Pattern.compile("https?(://[^/]+)(?:/([a-z0-9]+))?");

  public CertificateAddresses {
    if (!FORM.matcher(publicUrl).matches()) {
      throw new IllegalArgumentException(
          "public URL must be http:// or https:// with a host and at most one word behind it,"
              + " found "
              + publicUrl);
    }
  }

  /** Of the full revocation list of an issuer. */
  public String crl(String issuer) {
    return plain() + file(issuer + ".crl");
  }

  /** Of the certificate of an issuer, DER. */
  public String caIssuers(String issuer) {
    return plain() + file(issuer + ".cer");
  }

  /** Of the OCSP responder. */
  public String ocsp() {
    return plain() + "/ocsp" + (name().isEmpty() ? "" : "/" + name());
  }

  /** Of the practice statement; https is allowed here (SBR §7.1.2.3 a). */
  public String practiceStatement() {
    String scheme = publicUrl.startsWith("https:") ? "https" : "http";
    return scheme + host() + file("cps");
  }

  private String file(String file) {
    return "/pki/" + (name().isEmpty() ? "" : name() + "-") + file;
  }

  /** Status is fetched over {@code http:} only (SBR §7.1.2.3 b, c). */
  private String plain() {
    return "http" + host();
  }

  private String host() {
    return part(1);
  }

  private String name() {
    return part(2);
  }

  private String part(int group) {
    Matcher matcher = FORM.matcher(publicUrl);
    String found = matcher.matches() ? matcher.group(group) : null;
    return found == null ? "" : found;
  }
}
