package org.vouchseal.sdk.cmp;

import java.nio.charset.StandardCharsets;

/**
 * The order's secret, good for message authentication until the signing certificate is confirmed.
 *
 * @param reference senderKID of the messages
 * @param secret printable ASCII, at least 16 characters
 */
public record SharedSecret(String reference, String secret) implements Credential {

  private static final int SHORTEST = 16;

  public SharedSecret {
    if (reference.isBlank()) {
      throw new IllegalArgumentException("the reference of the order is blank");
    }
    if (secret.length() < SHORTEST || !secret.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the secret of the order is not at least " + SHORTEST + " printable ASCII characters");
    }
  }

  byte[] octets() {
    return secret.getBytes(StandardCharsets.US_ASCII);
  }

  byte[] keyIdentifier() {
    return reference.getBytes(StandardCharsets.UTF_8);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "SharedSecret[" + reference + "]";
  }
}
