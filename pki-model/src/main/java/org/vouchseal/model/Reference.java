package org.vouchseal.model;

import java.security.SecureRandom;

/**
 * The name of an order, known to applicant, RA and CA; the senderKID of CMP messages under its
 * secret.
 *
 * @param value 1 to 64 characters of a-z, 0-9 and hyphen
 */
public record Reference(String value) {

  public Reference {
    value = Opaque.checked(value, "reference");
  }

  /** A fresh one with 130 random bits. */
  public static Reference random(SecureRandom random) {
    return new Reference(Opaque.random(random));
  }

  @Override
  public String toString() {
    return value;
  }
}
