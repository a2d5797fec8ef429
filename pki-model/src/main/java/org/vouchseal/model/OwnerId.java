package org.vouchseal.model;

import java.security.SecureRandom;

/**
 * The subscriber account that owns certificates and escrowed keys; never the mailbox string.
 *
 * @param value 1 to 64 characters of a-z, 0-9 and hyphen
 */
public record OwnerId(String value) {

  public OwnerId {
    value = Opaque.checked(value, "owner");
  }

  /** A fresh one with 130 random bits. */
  public static OwnerId random(SecureRandom random) {
    return new OwnerId(Opaque.random(random));
  }

  @Override
  public String toString() {
    return value;
  }
}
