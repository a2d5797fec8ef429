package org.vouchseal.issuing.profile;

import org.vouchseal.model.AssuranceTier;

/**
 * The object identifiers that Vouchseal gives out itself, all below one UUID arc (ITU-T X.667);
 * listed with their meaning in docs/oids.md.
 */
public final class OwnOids {

  /** {@code 2.25.} and the UUID 1afa240f-7607-41a3-808d-8a180408c181 as a number. */
  public static final String ARC = "2.25.35858733496737692386291836553464955265";

  /** Certificate policy of our own services. */
  public static final String TRUST_SERVICES_POLICY = ARC + ".1.10";

  /** Purpose: signs orders of a registration authority. */
  public static final String ORDER_SIGNING = ARC + ".2.1";

  /** Purpose: signs location stamps. */
  public static final String LOCATION_STAMPING = ARC + ".2.2";

  private OwnOids() {}

  /** Our certificate policy for a tier: always asserted. */
  public static String policy(AssuranceTier tier) {
    return ARC + ".1." + (tier.ordinal() + 1);
  }

  /**
   * The OID that the CA/Browser Forum reserves for the tier's type, generation strict (SBR
   * §7.1.6.1). Asserting it claims compliance with the whole of that document. The order of the
   * OIDs is not that of the tiers.
   */
  public static String reservedPolicy(AssuranceTier tier) {
    return switch (tier) {
      case V1 -> "2.23.140.1.5.1.3";
      case V2 -> "2.23.140.1.5.4.3";
      case V3 -> "2.23.140.1.5.2.3";
      case V4 -> "2.23.140.1.5.3.3";
    };
  }
}
