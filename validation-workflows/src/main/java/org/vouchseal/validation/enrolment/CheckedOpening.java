package org.vouchseal.validation.enrolment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.InvalidMailbox;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.validation.Refusal;
import org.vouchseal.validation.Refusal.FieldFault;

/** A request to open an enrolment that keeps every rule of form. */
record CheckedOpening(Mailbox mailbox, AssuranceTier tier, String language) {

  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}");

  private static final Map<AssuranceTier, Set<String>> CLAIMS =
      Map.of(
          AssuranceTier.V1, Set.of(),
          AssuranceTier.V2, Set.of("givenName", "surname"),
          AssuranceTier.V3, Set.of("organizationId"),
          AssuranceTier.V4, Set.of("givenName", "surname", "organizationId"));

  /** Every fault of form at once; then a tier that is not offered. */
  static Outcome<CheckedOpening, Refusal> of(OpeningRequest request) {
    List<FieldFault> faults = new ArrayList<>();
    Optional<Mailbox> mailbox = mailbox(request.mailbox(), faults);
    Optional<AssuranceTier> tier = tier(request.tier(), faults);
    tier.ifPresent(known -> checkClaims(known, request.claims(), faults));
    if (!LANGUAGE.matcher(request.language()).matches()) {
      faults.add(new FieldFault("/language", "must be a language tag such as en"));
    }
    if (!faults.isEmpty() || mailbox.isEmpty() || tier.isEmpty()) {
      return Outcome.refused(Refusal.ofFields(faults));
    }
    if (tier.get() != AssuranceTier.V1) {
      return Outcome.refused(notOffered(tier.get()));
    }
    return Outcome.of(new CheckedOpening(mailbox.get(), tier.get(), request.language()));
  }

  private static Optional<Mailbox> mailbox(String typed, List<FieldFault> faults) {
    try {
      return Optional.of(Mailbox.parse(typed));
    } catch (InvalidMailbox invalid) {
      faults.add(new FieldFault("/mailbox", String.valueOf(invalid.getMessage())));
      return Optional.empty();
    }
  }

  private static Optional<AssuranceTier> tier(String typed, List<FieldFault> faults) {
    Optional<AssuranceTier> tier =
        Arrays.stream(AssuranceTier.values()).filter(known -> known.name().equals(typed)).findAny();
    if (tier.isEmpty()) {
      faults.add(new FieldFault("/tier", "must be one of V1, V2, V3, V4"));
    }
    return tier;
  }

  private static void checkClaims(AssuranceTier tier, Set<String> claims, List<FieldFault> faults) {
    Set<String> allowed = CLAIMS.getOrDefault(tier, Set.of());
    for (String claim : new TreeSet<>(claims)) {
      if (!allowed.contains(claim)) {
        String pointer = "/claims/" + claim.replace("~", "~0").replace("/", "~1");
        faults.add(new FieldFault(pointer, "tier " + tier + " has no such claim"));
      }
    }
  }

  private static Refusal notOffered(AssuranceTier tier) {
    return Refusal.of(
        Problem.Kind.REFUSED,
        "tier-not-offered",
        "the enrolment was not opened",
        "tier " + tier + " is not offered here yet",
        "choose tier V1, which proves control of a mailbox");
  }
}
