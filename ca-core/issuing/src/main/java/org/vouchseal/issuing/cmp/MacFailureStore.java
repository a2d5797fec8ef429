package org.vouchseal.issuing.cmp;

/** Counts failed MACs by minute; every call needs a running transaction of the database. */
public interface MacFailureStore {

  /**
   * How many failures were counted.
   *
   * @param what digest of what was guessed at
   * @param minute minutes since 1970-01-01T00:00Z
   */
  int count(String what, long minute);

  /** Counts one more. */
  void add(String what, long minute);

  /** Forgets every count of minutes before {@code minute}. */
  int forgetBefore(long minute);
}
