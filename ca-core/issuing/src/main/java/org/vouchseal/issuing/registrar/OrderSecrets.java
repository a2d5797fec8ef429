package org.vouchseal.issuing.registrar;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.model.Reference;

/**
 * Seals CMP secrets for storage and opens them again; the seal binds a secret to its reference and
 * to the statement that brought it.
 */
public final class OrderSecrets {

  private final Token token;

  public OrderSecrets(Token token) {
    this.token = token;
  }

  /** Seals a secret; {@code secret} is not changed. */
  Wrapped seal(byte[] secret, Reference reference, String jti) {
    return token
        .wrapping(KeyPurpose.ORDER_SECRET_SEAL)
        .wrap(secret, Order.sealBinding(reference, jti));
  }

  /**
   * The secret's octets, to be wiped by the caller; empty when the order has none.
   *
   * @throws org.vouchseal.hsm.OpeningRefused when the stored seal was changed or moved
   */
  public Optional<byte[]> open(Order order) {
    return order
        .secret()
        .map(
            box ->
                token
                    .wrapping(KeyPurpose.ORDER_SECRET_SEAL)
                    .unwrap(box, Order.sealBinding(order.reference(), order.jti())));
  }

  /**
   * Whether a secret has the form that orders may bring: 16 to 128 octets of {@code !} to {@code
   * ~}.
   */
  static boolean wellFormed(byte[] secret) {
    return new String(secret, StandardCharsets.ISO_8859_1).matches("[!-9;-~]{16,128}");
  }
}
