package org.vouchseal.model;

import java.util.Optional;

/**
 * Why a certificate was revoked: CRLReason of RFC 5280 §5.3.1, as far as Vouchseal lets it occur.
 * {@code certificateHold} and {@code removeFromCRL} do not: strict profiles know no suspension.
 */
public enum RevocationReason {
  UNSPECIFIED(0, "unspecified"),
  KEY_COMPROMISE(1, "keyCompromise"),
  CA_COMPROMISE(2, "cACompromise"),
  AFFILIATION_CHANGED(3, "affiliationChanged"),
  SUPERSEDED(4, "superseded"),
  CESSATION_OF_OPERATION(5, "cessationOfOperation"),
  PRIVILEGE_WITHDRAWN(9, "privilegeWithdrawn"),
  AA_COMPROMISE(10, "aACompromise");

  private final int code;
  private final String label;

  RevocationReason(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /**
   * Whether a subscriber can give it for a certificate of his own; the others say something of the
   * authority or of a decision of its people.
   */
  public boolean isSubscribersToGive() {
    return switch (this) {
      case UNSPECIFIED, KEY_COMPROMISE, AFFILIATION_CHANGED, SUPERSEDED, CESSATION_OF_OPERATION ->
          true;
      case CA_COMPROMISE, PRIVILEGE_WITHDRAWN, AA_COMPROMISE -> false;
    };
  }

  /** The CRLReason number of RFC 5280. */
  public int code() {
    return code;
  }

  /** The name as RFC 5280 spells it, e.g. {@code keyCompromise}. */
  public String label() {
    return label;
  }

  /** The reason with this CRLReason number; empty for numbers that Vouchseal does not accept. */
  public static Optional<RevocationReason> ofCode(int code) {
    for (RevocationReason reason : values()) {
      if (reason.code == code) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }

  /** The reason with this RFC 5280 name, exactly as spelled there; empty when unknown. */
  public static Optional<RevocationReason> ofLabel(String label) {
    for (RevocationReason reason : values()) {
      if (reason.label.equals(label)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }
}
