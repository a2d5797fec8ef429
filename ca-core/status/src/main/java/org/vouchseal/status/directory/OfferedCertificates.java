package org.vouchseal.status.directory;

import java.time.Instant;
import java.util.List;
import org.vouchseal.model.Mailbox;

/** Encryption certificates that may be offered to everybody. Needs a running transaction. */
@FunctionalInterface
public interface OfferedCertificates {

  /** DER of those for exactly this mailbox that are valid at that time, the newest first. */
  List<byte[]> find(Mailbox mailbox, Instant at);
}
