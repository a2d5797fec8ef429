package org.vouchseal.issuing.centralkey;

import org.vouchseal.model.Reference;

/**
 * The key service's own copies of order secrets, needed for deliveries under a password. Called
 * outside any transaction; both methods are idempotent.
 */
public interface CentralKeySecrets {

  /** Hands on the secret that belongs to the order; the order's digest of it is checked there. */
  void deposit(String orderJws, String secretJwe);

  /** Ends the copy: the secret is spent, or its order replaced or revoked. */
  void erase(Reference reference);
}
