package org.vouchseal.sdk.enrolment;

import java.net.URI;
import java.util.List;

/**
 * What a proved mailbox may fetch from the CA.
 *
 * @param cmp CMP address up to {@code /.well-known/cmp}
 * @param reference senderKID under the secret
 * @param secret the order's secret, good until the signing certificate is confirmed
 * @param subject RFC 2253 name for the certificate template
 * @param signingProfile profile of the signing certificate
 * @param encryptionProfiles profiles of the encryption certificate that the order allows
 * @param trustAnchors PEM of the roots that everything must lead to; at least one
 */
public record ProvedOrder(
    URI cmp,
    String reference,
    String secret,
    String subject,
    String signingProfile,
    List<String> encryptionProfiles,
    List<String> trustAnchors) {

  public ProvedOrder {
    encryptionProfiles = List.copyOf(encryptionProfiles);
    trustAnchors = List.copyOf(trustAnchors);
    if (subject.isBlank() || trustAnchors.isEmpty()) {
      throw new IllegalArgumentException("the order lacks its subject or its trust anchors");
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ProvedOrder[" + reference + "]";
  }
}
