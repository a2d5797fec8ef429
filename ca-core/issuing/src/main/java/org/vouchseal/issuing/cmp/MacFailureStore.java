package org.vouchseal.issuing.cmp;

/** Counts failed MACs by minute; every call needs a running transaction of the database. */
public interface MacFailureStore {

  /**
   * Counts one more.
   *
   * @param what digest of what was guessed at
   * @param minute minutes since 1970-01-01T00:00Z
   */
  void add(String what, long minute);

  /** Forgets every count of minutes before {@code minute}. */
  int forgetBefore(long minute);
}
