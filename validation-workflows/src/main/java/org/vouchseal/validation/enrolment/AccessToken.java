package org.vouchseal.validation.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.vouchseal.model.Sha256;

/**
 * What opens one enrolment: 256 bits as base64url. Only its digest is kept. Not a record, so that
 * it does not print itself.
 */
public final class AccessToken {

  private static final int OCTETS = 32;

  private final String value;

  private AccessToken(String value) {
    this.value = value;
  }

  static AccessToken random(SecureRandom random) {
    byte[] octets = new byte[OCTETS];
    random.nextBytes(octets);
    return new AccessToken(encoded(octets));
  }

  /** The token of an idempotent request: the same for the same salt and key. */
  static AccessToken derived(byte[] salt, String idempotencyKey) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      mac.update("vouchseal-enrolment-token-1:".getBytes(StandardCharsets.US_ASCII));
      return new AccessToken(encoded(mac.doFinal(idempotencyKey.getBytes(StandardCharsets.UTF_8))));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
    }
  }

  /** A token as somebody presents it. */
  public static AccessToken presented(String text) {
    return new AccessToken(text);
  }

  /** The token itself, for the one answer that carries it. */
  public String reveal() {
    return value;
  }

  String digest() {
    return Sha256.hex(("vouchseal-enrolment-token-1:" + value).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "access token";
  }

  private static String encoded(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
