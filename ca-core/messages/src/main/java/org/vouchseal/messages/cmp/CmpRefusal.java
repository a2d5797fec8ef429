package org.vouchseal.messages.cmp;

/**
 * A message is refused by rule.
 *
 * @param failure the one bit that tells the client
 * @param text English, lower case, fit for the sender; names the field, the value found and the
 *     limit, and never a secret
 */
public record CmpRefusal(CmpFailure failure, String text) {

  public CmpRefusal {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a refusal says why");
    }
  }

  @Override
  public String toString() {
    return failure.label() + ": " + text;
  }
}
