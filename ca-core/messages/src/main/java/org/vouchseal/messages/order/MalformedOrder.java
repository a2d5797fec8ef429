package org.vouchseal.messages.order;

/** Carries the words of a refusal from deep inside the parsing to {@link OrderReader}. */
final class MalformedOrder extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedOrder(String why) {
    super(why);
  }

  String why() {
    String message = getMessage();
    return message == null ? "malformed" : message;
  }
}
