package org.vouchseal.sdk.cmp;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A signing certificate with its key.
 *
 * @param key the private key
 * @param path the certificate, then its intermediates
 */
public record SigningCredential(PrivateKey key, List<X509Certificate> path) implements Credential {

  public SigningCredential {
    path = List.copyOf(path);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("a signing credential needs its certificate");
    }
  }

  X509Certificate certificate() {
    return path.get(0);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "SigningCredential[" + certificate().getSubjectX500Principal() + "]";
  }
}
