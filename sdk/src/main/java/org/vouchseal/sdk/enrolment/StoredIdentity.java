package org.vouchseal.sdk.enrolment;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a finished identity signs with.
 *
 * @param signingKey the private key
 * @param path the signing certificate, then its intermediates
 * @param root the trust anchor
 */
public record StoredIdentity(
    PrivateKey signingKey, List<X509Certificate> path, X509Certificate root) {

  public StoredIdentity {
    path = List.copyOf(path);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "StoredIdentity[" + path.get(0).getSubjectX500Principal() + "]";
  }
}
