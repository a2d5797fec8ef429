package org.vouchseal.model;

import java.security.SecureRandom;

/**
 * The name of one escrowed encryption key.
 *
 * @param value 1 to 64 characters of a-z, 0-9 and hyphen
 */
public record EscrowId(String value) {

  public EscrowId {
    value = Opaque.checked(value, "escrow id");
  }

  /** A fresh one with 130 random bits. */
  public static EscrowId random(SecureRandom random) {
    return new EscrowId(Opaque.random(random));
  }

  @Override
  public String toString() {
    return value;
  }
}
