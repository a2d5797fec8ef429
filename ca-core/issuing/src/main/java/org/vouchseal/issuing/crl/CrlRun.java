package org.vouchseal.issuing.crl;

/**
 * What happened to one list in one run.
 *
 * @param list its name
 * @param text number and size, or what went wrong
 */
public record CrlRun(String list, Result result, String text) {

  /** How it went. */
  public enum Result {
    PUBLISHED,
    /** The last one is young enough and complete, or a failure was shortly before. */
    NOT_DUE,
    /** Another node publishes. */
    HELD_ELSEWHERE,
    /**
     * The list would have lost an entry or nobody could verify it; nothing was published, somebody
     * must look.
     */
    BLOCKED,
    /** Something needed was not there; it will be tried again. */
    FAILED
  }
}
