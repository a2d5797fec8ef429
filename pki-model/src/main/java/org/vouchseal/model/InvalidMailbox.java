package org.vouchseal.model;

/** The text is no address that Vouchseal certifies; the message names the rule it breaks. */
public final class InvalidMailbox extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidMailbox(String message) {
    super(message);
  }
}
