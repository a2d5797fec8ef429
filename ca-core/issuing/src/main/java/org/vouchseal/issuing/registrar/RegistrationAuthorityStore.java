package org.vouchseal.issuing.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Records of registration authorities; every call needs a running transaction. They say who was
 * taken over when, and who is disabled. Keys and rights in them are for the reader only: {@link
 * RegistrationAuthorities} takes them from the directory.
 */
public interface RegistrationAuthorityStore {

  /** As it was taken over last, locked until the running transaction ends; disabled or not. */
  Optional<RegistrationAuthority> findAndLock(String name);

  /** Whether it was taken over and is not disabled. */
  boolean isEnabled(String name);

  /** As {@link #isEnabled}, locked until the running transaction ends. */
  boolean isEnabledAndLock(String name);

  /** Names of all that are not disabled, sorted. */
  List<String> enabled();

  /** Inserts it, or replaces the one of the same name; it is enabled then. */
  void put(RegistrationAuthority authority);

  /** Disables it. True when it was enabled. */
  boolean disable(String name, Instant at);
}
