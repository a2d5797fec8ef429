package org.vouchseal.validation.enrolment;

/**
 * How a client marks a request that it may send again.
 *
 * @param key its Idempotency-Key; whoever knows it can repeat the request and gets its answer, so
 *     it should be a random UUID
 * @param bodyDigest digest of the request's body
 */
public record Repetition(String key, String bodyDigest) {

  public Repetition {
    boolean plain = key.chars().allMatch(c -> c > ' ' && c <= '~');
    if (key.isEmpty() || key.length() > 255 || !plain) {
      throw new IllegalArgumentException(
          "an Idempotency-Key has 1 to 255 printable ASCII characters without space");
    }
  }

  @Override
  public String toString() {
    return "repetition of " + bodyDigest;
  }
}
