package org.vouchseal.sdk.x509;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A validated path.
 *
 * @param leaf the certificate that was asked about
 * @param intermediates from the leaf's issuer up to below the root; may be empty
 * @param root the trust anchor
 */
public record Chain(
    X509Certificate leaf, List<X509Certificate> intermediates, X509Certificate root) {

  public Chain {
    intermediates = List.copyOf(intermediates);
  }

  /** Leaf and intermediates, as they are sent in CMP extraCerts and CMS. */
  public List<X509Certificate> withoutRoot() {
    List<X509Certificate> path = new ArrayList<>();
    path.add(leaf);
    path.addAll(intermediates);
    return List.copyOf(path);
  }

  /** Leaf, intermediates and root. */
  public List<X509Certificate> complete() {
    List<X509Certificate> path = new ArrayList<>(withoutRoot());
    path.add(root);
    return List.copyOf(path);
  }
}
