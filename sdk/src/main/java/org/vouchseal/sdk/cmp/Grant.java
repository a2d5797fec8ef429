package org.vouchseal.sdk.cmp;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a verified ip or cp gave. The certificate itself is not judged yet.
 *
 * @param certificate the issued certificate
 * @param pool certificates that came along: may help to build paths, are not trusted
 * @param sealedKey DER of EnvelopedData with the private key that the service made; empty when the
 *     key is the requester's own
 */
public record Grant(
    X509Certificate certificate, List<X509Certificate> pool, Optional<byte[]> sealedKey) {
  public Grant {
    pool = List.copyOf(pool);
  }
}
