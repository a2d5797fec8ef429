package org.vouchseal.validation.limits;

import java.time.Instant;
import java.util.List;

/** What was counted, shared by all nodes. Every method needs a running transaction. */
public interface RateStore {

  /**
   * The times kept for a bucket, oldest first. From here to the end of the transaction nobody else
   * reads or writes that bucket.
   */
  List<Instant> lockAndRead(String bucket, Instant now);

  /** Keeps these times for a locked bucket in place of the former. */
  void keep(String bucket, List<Instant> times);

  /** Forgets buckets that were not looked at since a time. */
  void forgetUntouchedSince(Instant time);
}
