package org.vouchseal.model;

/**
 * A refusal or failure as its reader needs it: what happened, why, what to do now.
 *
 * <p>The reference by which support finds the case in the log is added at the edge, where it is
 * known. Texts are English, one sentence each, never hold a secret, and no more personal data than
 * the reader gave himself.
 *
 * @param kind coarse category; each edge maps it to its protocol
 * @param type short stable name in lower case with hyphens, e.g. {@code code-wrong}; the end of the
 *     problem's documentation address
 * @param what what happened
 * @param why why it happened, with the value found and the limit where there is one
 * @param whatToDo what the reader can do now
 */
public record Problem(Kind kind, String type, String what, String why, String whatToDo) {

  /** Coarse categories, from which each protocol edge derives its own status. */
  public enum Kind {
    /** The input cannot be understood or breaks a rule of form. */
    INVALID,
    /** Nobody proved who is asking, or the proof failed. */
    UNAUTHENTICATED,
    /** The asker is known and may not do this. */
    FORBIDDEN,
    /** There is no such thing, or the asker may not know of it. */
    UNKNOWN,
    /** The present state does not allow it. */
    CONFLICT,
    /** It existed and is spent or expired. */
    GONE,
    /** Well-formed but wrong, e.g. a wrong code. */
    REFUSED,
    /** Too often; later it will be possible again. */
    TOO_MANY,
    /** Something that is needed is not there right now; the same request may be repeated. */
    UNAVAILABLE,
    /** A fault on our side. */
    INTERNAL
  }

  public Problem {
    Opaque.checked(type, "problem type");
    if (what.isBlank() || why.isBlank() || whatToDo.isBlank()) {
      throw new IllegalArgumentException("a problem says what happened, why, and what to do");
    }
  }
}
