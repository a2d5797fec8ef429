package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Problem;
import org.vouchseal.model.ProfileName;

/** What a registration authority may order at all, before any state is looked at. */
final class OrderRules {

  private static final Set<ProfileName> PROFILES =
      Set.of(
          ProfileName.SIGNING,
          ProfileName.ENCRYPTION,
          ProfileName.ENCRYPTION_COMPAT,
          ProfileName.ENCRYPTION_CLOUD,
          ProfileName.ENCRYPTION_CLIENT);

  private final Clock clock;
  private final Duration tolerance;

  OrderRules(Clock clock, Duration tolerance) {
    this.clock = clock;
    this.tolerance = tolerance;
  }

  /** Whether the present time lies between the two, {@code issuedAt} with some tolerance. */
  Optional<Problem> time(Instant issuedAt, Instant expiresAt) {
    Instant now = clock.instant();
    return issuedAt.isAfter(now.plus(tolerance)) || !expiresAt.isAfter(now)
        ? Optional.of(Refusals.expired())
        : Optional.empty();
  }

  /** Tier, mail domains, profiles, and the end of the validation records. */
  Optional<Problem> content(EnrolmentOrder order, RegistrationAuthority authority) {
    if (!authority.tiers().contains(order.tier())) {
      return Optional.of(Refusals.tier(order.tier()));
    }
    if (order.tier() != AssuranceTier.V1) {
      return Optional.of(
          Refusals.notOffered("tier " + order.tier() + " is not offered by this CA yet"));
    }
    return mailboxes(order, authority)
        .or(() -> profiles(order, authority))
        .or(() -> validationRecords(order));
  }

  private static Optional<Problem> mailboxes(EnrolmentOrder order, RegistrationAuthority ra) {
    for (Mailbox mailbox : order.mailboxes()) {
      if (!ra.mayOrderFor(mailbox)) {
        return Optional.of(Refusals.mailDomain(mailbox));
      }
    }
    return Optional.empty();
  }

  private static Optional<Problem> profiles(EnrolmentOrder order, RegistrationAuthority ra) {
    for (ProfileName profile : order.profiles()) {
      if (!PROFILES.contains(profile) || !ra.mayOrder(profile)) {
        return Optional.of(Refusals.profile(profile));
      }
    }
    boolean compat = order.profiles().contains(ProfileName.ENCRYPTION_COMPAT);
    return compat == order.keyServiceSecretDigest().isPresent()
        ? Optional.empty()
        : Optional.of(
            Refusals.notReadable(
                "keyServiceSecretDigest is there exactly when profile encryption-compat is"
                    + " ordered"));
  }

  private Optional<Problem> validationRecords(EnrolmentOrder order) {
    Instant now = clock.instant();
    return order.reusableUntil().isAfter(now)
        ? Optional.empty()
        : Optional.of(Refusals.ended(Duration.between(order.reusableUntil(), now)));
  }
}
