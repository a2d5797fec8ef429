package org.vouchseal.issuing.cmp;

import java.util.Map;
import java.util.Set;

/** Counts failed MACs by minute; every call needs a running transaction of the database. */
public interface MacFailureStore {

  /**
   * How many failures were counted of each; what is absent was not counted.
   *
   * @param what digests of what was guessed at, at least one
   * @param minute minutes since 1970-01-01T00:00Z
   */
  Map<String, Integer> counts(Set<String> what, long minute);

  /** Counts one more. */
  void add(String what, long minute);

  /** Forgets every count of minutes before {@code minute}. */
  int forgetBefore(long minute);
}
