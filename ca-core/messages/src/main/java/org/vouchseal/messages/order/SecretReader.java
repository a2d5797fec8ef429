package org.vouchseal.messages.order;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HexFormat;
import org.vouchseal.hsm.AgreementKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;

/**
 * Opens the secret that travels beside an order: compact JWE, ECDH-ES+A256KW with A256GCM only, its
 * header naming the key, the order's reference and its jti (RFC 7516, RFC 7518 §4.6).
 *
 * <p>Opens nothing but the JWE whose digest the order states. Holds no state and is safe for many
 * threads.
 */
public final class SecretReader {

  /** {@code kid} of the registrar's key. */
  public static final String ORDER_DECRYPTION = "order-decryption";

  /** {@code kid} of the key service's key. */
  public static final String KEYSERVICE_SECRETS = "keyservice-secrets";

  private static final String TYPE = "vouchseal-secret+jwe";

  private final AgreementKey key;
  private final String kid;
  private final CryptoProviders providers;

  /**
   * Opens with one key.
   *
   * @param kid the name that the JWE gives this key: {@link #ORDER_DECRYPTION} or {@link
   *     #KEYSERVICE_SECRETS}
   */
  public SecretReader(AgreementKey key, String kid, CryptoProviders providers) {
    this.key = key;
    this.kid = kid;
    this.providers = providers;
  }

  /**
   * SHA-256 of the ASCII of a compact JWE, as orders state it: 64 lower-case hexadecimal digits.
   */
  public String digest(String compact) {
    try {
      byte[] ascii = compact.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(providers.digest("SHA-256").digest(ascii));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Opens the registrar's copy of the secret of an order that was verified before.
   *
   * @return the secret, which the caller closes
   */
  public Outcome<MacSecret, Problem> open(String compact, EnrolmentOrder order) {
    return open(compact, order, order.secretDigest());
  }

  /** As {@link #open}, for the key service's own copy. */
  public Outcome<MacSecret, Problem> openKeyServiceCopy(String compact, EnrolmentOrder order) {
    return order
        .keyServiceSecretDigest()
        .map(digest -> open(compact, order, digest))
        .orElseGet(() -> refused("the order has no secret for the key service"));
  }

  private Outcome<MacSecret, Problem> open(
      String compact, EnrolmentOrder order, String statedDigest) {
    try {
      CompactParts parts = CompactParts.split(compact, 5);
      byte[] found = digest(compact).getBytes(StandardCharsets.US_ASCII);
      if (!MessageDigest.isEqual(found, statedDigest.getBytes(StandardCharsets.US_ASCII))) {
        return refused("its digest is not the one in the order");
      }
      checkHeader(StrictJson.parse(parts.octets(0)), order);
      return decrypted(compact);
    } catch (MalformedOrder e) {
      return refused(e.why());
    }
  }

  private void checkHeader(StrictJson header, EnrolmentOrder order) {
    expect(header, "alg", "ECDH-ES+A256KW");
    expect(header, "enc", "A256GCM");
    expect(header, "kid", kid);
    expect(header, "typ", TYPE);
    expect(header, "reference", order.reference().value());
    expect(header, "jti", order.jti());
    header.skip("epk");
    header.nothingElse();
  }

  private static void expect(StrictJson header, String name, String value) {
    if (!header.text(name).equals(value)) {
      throw new MalformedOrder(name + " is not " + value);
    }
  }

  private Outcome<MacSecret, Problem> decrypted(String compact) {
    byte[] plain = new byte[0];
    try {
      JWEObject jwe = JWEObject.parse(compact);
      jwe.decrypt(new AgreedKeyDecrypter(key, provider(true), provider(false)));
      plain = jwe.getPayload().toBytes();
      return Outcome.of(MacSecret.of(plain));
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return refused("it does not open, or holds no secret of the agreed form");
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private Provider provider(boolean digest) {
    try {
      return digest
          ? providers.digest("SHA-256").getProvider()
          : providers.cipher("AES/GCM/NoPadding").getProvider();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM and SHA-256", e);
    }
  }

  private static Outcome<MacSecret, Problem> refused(String why) {
    return Outcome.refused(
        new Problem(
            Problem.Kind.INVALID,
            "order-secret-refused",
            "the encrypted secret beside the order is refused",
            why,
            "encrypt a secret to our published key and order anew"));
  }
}
