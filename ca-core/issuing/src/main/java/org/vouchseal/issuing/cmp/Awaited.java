package org.vouchseal.issuing.cmp;

/**
 * What a request that cannot be decided yet waits for.
 *
 * @param text said to the client
 */
public record Awaited(String text) {

  /** The validation records of the enrolment have ended; the RA opens a case for new ones. */
  static final Awaited REVALIDATION =
      new Awaited(
          "your validation has ended: prove your mailbox again as the mail to you says, then this"
              + " request goes on by itself");
}
