package org.vouchseal.issuing.registrar;

import java.util.Optional;

/** Keeps the registration authorities; every call needs a running transaction. */
public interface RegistrationAuthorityStore {

  /** The one of that name. */
  Optional<RegistrationAuthority> find(String name);

  /**
   * As {@link #find}, and no other transaction passes the same call for this name before the
   * running one ends: what is counted under the lock stays true until then.
   */
  Optional<RegistrationAuthority> findAndLock(String name);

  /** Inserts it, or replaces the one of the same name. */
  void put(RegistrationAuthority authority);
}
