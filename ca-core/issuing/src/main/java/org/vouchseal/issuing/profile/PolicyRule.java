package org.vouchseal.issuing.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.AssuranceTier;

/** Which certificate policies a profile asserts. */
public enum PolicyRule {
  NONE,
  /** Of the order's tier. */
  TIER,
  /** Of every tier: for the CA that issues them all. */
  TIERS,
  /** Of our own services. */
  TRUST;

  /**
   * The policies, own ones first.
   *
   * @param tier the order's tier; must be there for {@link #TIER}
   * @param reserved whether the OIDs of the CA/Browser Forum are asserted as well
   */
  public List<String> oids(Optional<AssuranceTier> tier, boolean reserved) {
    return switch (this) {
      case NONE -> List.of();
      case TRUST -> List.of(OwnOids.TRUST_SERVICES_POLICY);
      case TIER ->
          of(
              List.of(tier.orElseThrow(() -> new IllegalArgumentException("a tier is needed"))),
              reserved);
      case TIERS -> of(List.of(AssuranceTier.values()), reserved);
    };
  }

  private static List<String> of(List<AssuranceTier> tiers, boolean reserved) {
    List<String> oids = new ArrayList<>(tiers.stream().map(OwnOids::policy).toList());
    if (reserved) {
      tiers.stream().map(OwnOids::reservedPolicy).forEach(oids::add);
    }
    return List.copyOf(oids);
  }

  static PolicyRule parse(String text) {
    return switch (text) {
      case "none" -> NONE;
      case "tier" -> TIER;
      case "tiers" -> TIERS;
      case "trust" -> TRUST;
      default ->
          throw new IllegalArgumentException("must be none, tier, tiers or trust, found " + text);
    };
  }
}
