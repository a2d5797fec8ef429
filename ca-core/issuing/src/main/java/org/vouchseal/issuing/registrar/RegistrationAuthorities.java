package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;

/**
 * Whose statements are believed, and what they may order: the one place that says so. Keys and
 * rights are those of the ceremony's directory; the database can only take away, by disabling.
 */
public final class RegistrationAuthorities {

  private final Map<String, RegistrationAuthority> named;
  private final RegistrationAuthorityStore records;
  private final Clock clock;

  /**
   * Those of one installation.
   *
   * @param directory as the ceremony wrote it
   * @param records which of them were taken over, and are not disabled
   */
  public RegistrationAuthorities(
      List<RegistrationAuthorityEntry> directory, RegistrationAuthorityStore records, Clock clock) {
    this.named =
        directory.stream()
            .map(RegistrationAuthority::of)
            .collect(
                Collectors.toUnmodifiableMap(RegistrationAuthority::name, Function.identity()));
    this.records = records;
    this.clock = clock;
  }

  /** The one of that name when its statements are believed now; needs a running transaction. */
  Outcome<RegistrationAuthority, Problem> find(String name) {
    return found(name, records::isEnabled);
  }

  /**
   * As {@link #find}, and no other transaction passes the same call for this name before the
   * running one ends: what is counted under the lock stays true until then.
   */
  Outcome<RegistrationAuthority, Problem> findAndLock(String name) {
    return found(name, records::isEnabledAndLock);
  }

  private Outcome<RegistrationAuthority, Problem> found(String name, Predicate<String> enabled) {
    RegistrationAuthority authority = named.get(name);
    if (authority == null) {
      return Outcome.refused(Refusals.notSigned("kid names no registration authority of this CA"));
    }
    if (!authority.isValidAt(clock.instant())) {
      return Outcome.refused(
          Refusals.notSigned("the certificate of this registration authority is not valid now"));
    }
    return enabled.test(name)
        ? Outcome.of(authority)
        : Outcome.refused(Refusals.notSigned("this registration authority is disabled"));
  }
}
