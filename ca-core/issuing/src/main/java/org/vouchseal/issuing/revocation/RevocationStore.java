package org.vouchseal.issuing.revocation;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.model.SerialNumber;

/** Where revocations are kept. Every method needs a running transaction. */
public interface RevocationStore {

  /** End of the validity of a planned or imported certificate; empty when there is none. */
  Optional<Instant> notAfterOf(String issuer, SerialNumber serial);

  /** The revocation of a certificate, seen also when another transaction has just committed it. */
  Optional<Revocation> find(String issuer, SerialNumber serial);

  /** Adds a revocation; false when there is one already, and then nothing is changed. */
  boolean insert(
      String issuer, SerialNumber serial, Revocation revocation, Instant notAfter, String actor);
}
