package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;
import org.vouchseal.model.directory.RegistrationAuthorityEntry.Speech;

/**
 * Whose statements are believed, and what they may order: the one place that says so. Keys and
 * rights are those of the ceremony's directory; the database can only take away, by disabling.
 */
public final class RegistrationAuthorities {

  private static final Logger LOG = LoggerFactory.getLogger(RegistrationAuthorities.class);

  /** How old what is known of the directory may be. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final Supplier<List<RegistrationAuthorityEntry>> directory;
  private final RegistrationAuthorityStore records;
  private final Clock clock;
  private volatile Known known = Known.NOTHING;

  private record Known(Instant at, List<RegistrationAuthority> all) {
    static final Known NOTHING = new Known(Instant.MIN, List.of());

    boolean isFresh(Instant now) {
      return !at.isAfter(now) && !at.isBefore(now.minus(FRESH));
    }
  }

  /**
   * Those of one installation.
   *
   * @param directory as ceremony and administrators wrote it, asked again every few seconds
   * @param records which of them were taken over, and are not disabled
   */
  public RegistrationAuthorities(
      Supplier<List<RegistrationAuthorityEntry>> directory,
      RegistrationAuthorityStore records,
      Clock clock) {
    this.directory = directory;
    this.records = records;
    this.clock = clock;
  }

  /** The one of that name when its orders are believed now; needs a running transaction. */
  Outcome<RegistrationAuthority, Problem> find(String name) {
    return ordering(name, records::isEnabled);
  }

  /**
   * As {@link #find}, and no other transaction passes the same call for this name before the
   * running one ends: what is counted under the lock stays true until then.
   */
  Outcome<RegistrationAuthority, Problem> findAndLock(String name) {
    return ordering(name, records::isEnabledAndLock);
  }

  /**
   * The one that speaks CMP under exactly this certificate, when it is believed now; needs a
   * running transaction.
   *
   * @param certificate DER
   */
  public Optional<RegistrationAuthority> speaking(byte[] certificate) {
    return all().stream()
        .filter(RegistrationAuthority::speaksCmp)
        .filter(authority -> Arrays.equals(authority.certificate(), certificate))
        .findFirst()
        .flatMap(authority -> usable(authority, records::isEnabled).result());
  }

  /**
   * The one of that name, in whichever way it speaks, when it is believed now; reads nothing.
   *
   * @param enabled what {@link RegistrationAuthorityStore#isEnabled} says of it
   */
  Outcome<RegistrationAuthority, Problem> speaking(String name, boolean enabled) {
    return named(name).then(authority -> usable(authority, known -> enabled));
  }

  /** The one of that name, in whichever way it speaks, locked as by {@link #findAndLock}. */
  Outcome<RegistrationAuthority, Problem> findSpeakingAndLock(String name) {
    return named(name).then(authority -> usable(authority, records::isEnabledAndLock));
  }

  private Outcome<RegistrationAuthority, Problem> ordering(String name, Predicate<String> enabled) {
    return named(name)
        .then(
            authority ->
                authority.speech() == Speech.ORDERS
                    ? usable(authority, enabled)
                    : Outcome.refused(
                        Refusals.notSigned("this registration authority speaks CMP only")));
  }

  private Outcome<RegistrationAuthority, Problem> named(String name) {
    return Outcome.of(
        all().stream().filter(authority -> authority.name().equals(name)).findFirst(),
        () -> Refusals.notSigned("kid names no registration authority of this CA"));
  }

  private Outcome<RegistrationAuthority, Problem> usable(
      RegistrationAuthority authority, Predicate<String> enabled) {
    if (!authority.isValidAt(clock.instant())) {
      return Outcome.refused(
          Refusals.notSigned("the certificate of this registration authority is not valid now"));
    }
    return enabled.test(authority.name())
        ? Outcome.of(authority)
        : Outcome.refused(Refusals.notSigned("this registration authority is disabled"));
  }

  private List<RegistrationAuthority> all() {
    Instant now = clock.instant();
    Known last = known;
    if (last.isFresh(now)) {
      return last.all();
    }
    Known read = new Known(now, read(last));
    known = read;
    return read.all();
  }

  /** What cannot be read leaves everything as it was, if anything was. */
  private List<RegistrationAuthority> read(Known last) {
    try {
      return directory.get().stream().map(RegistrationAuthority::of).toList();
    } catch (RuntimeException unreadable) {
      if (last == Known.NOTHING) {
        throw unreadable;
      }
      LOG.error("the registration authorities cannot be read", unreadable);
      return last.all();
    }
  }
}
