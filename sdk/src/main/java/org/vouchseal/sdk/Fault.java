package org.vouchseal.sdk;

import org.jspecify.annotations.Nullable;

/**
 * A failure as its reader needs it: what happened, why, what to do now, and the reference by which
 * support finds it. Never holds a secret.
 *
 * @param code short stable name: the end of a problem's type, the failInfo name of RFC 9810, or one
 *     of the SDK's own in lower case with hyphens
 * @param title what happened
 * @param why why it happened
 * @param whatToDo what the reader can do now
 * @param reference the service's reference or the transaction; null when there is none
 */
public record Fault(
    String code, String title, String why, String whatToDo, @Nullable String reference) {

  public Fault {
    if (code.isBlank() || title.isBlank() || why.isBlank() || whatToDo.isBlank()) {
      throw new IllegalArgumentException("a fault says what happened, why, and what to do");
    }
  }

  /** A fault that has no reference, since it arose on this side. */
  public static Fault local(String code, String title, String why, String whatToDo) {
    return new Fault(code, title, why, whatToDo, null);
  }

  /** The same fault under a reference. */
  public Fault withReference(String text) {
    return new Fault(code, title, why, whatToDo, text);
  }
}
