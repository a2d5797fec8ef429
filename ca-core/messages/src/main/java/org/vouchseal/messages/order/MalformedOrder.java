package org.vouchseal.messages.order;

/**
 * Carries the words of a refusal from deep inside the parsing to who reads the whole: {@link
 * OrderReader}, or the registrar's door. Nothing of what was parsed is in them but printable names.
 */
public final class MalformedOrder extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedOrder(String why) {
    super(why);
  }

  /** What is wrong, fit for the sender. */
  public String why() {
    String message = getMessage();
    return message == null ? "malformed" : message;
  }
}
