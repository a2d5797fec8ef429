package org.vouchseal.issuing.crl;

/**
 * Publishes the revocation lists of the S/MIME CA and the trust-services CA that are due; called
 * every second on every node, of which one holds the lease {@code crl}.
 */
public final class PublishDueCrls {

  /** Publishes what is due; does nothing when another node holds the lease. */
  public void run() {
    throw new IllegalStateException("being built");
  }
}
