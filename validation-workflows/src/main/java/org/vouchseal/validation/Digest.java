package org.vouchseal.validation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Compares digests as stores keep them, in hexadecimal. */
public final class Digest {

  private Digest() {}

  /** Whether two digests are equal, in a time that does not depend on where they differ. */
  public static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }
}
