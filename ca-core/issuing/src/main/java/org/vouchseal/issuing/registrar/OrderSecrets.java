package org.vouchseal.issuing.registrar;

import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.model.Canonical;
import org.vouchseal.model.Reference;

/**
 * Seals CMP secrets for storage and opens them again; the seal binds a secret to its reference and
 * to the statement that brought it.
 */
public final class OrderSecrets {

  /** As many as registration authorities give. */
  private static final int NOBODYS_OCTETS = 32;

  private static final byte[] NOBODYS_BINDING = Canonical.of("vouchseal-nobodys-secret-1").bytes();

  private final Token token;
  private final Wrapped nobodys;

  public OrderSecrets(Token token) {
    this.token = token;
    this.nobodys =
        token
            .wrapping(KeyPurpose.ORDER_SECRET_SEAL)
            .wrap(new byte[NOBODYS_OCTETS], NOBODYS_BINDING);
  }

  /** Seals a secret; {@code secret} is not changed. */
  Wrapped seal(byte[] secret, Reference reference, String jti) {
    return token
        .wrapping(KeyPurpose.ORDER_SECRET_SEAL)
        .wrap(secret, Order.sealBinding(reference, jti));
  }

  /**
   * The octets of an order's secret, to be wiped by the caller.
   *
   * @throws org.vouchseal.hsm.OpeningRefused when the stored seal was changed or moved
   */
  public byte[] open(Order order) {
    Wrapped box =
        order.secret().orElseThrow(() -> new IllegalStateException("the secret is spent"));
    return token
        .wrapping(KeyPurpose.ORDER_SECRET_SEAL)
        .unwrap(box, Order.sealBinding(order.reference(), order.jti()));
  }

  /** Does the work of {@link #open} where there is no order, so that time does not tell. */
  public byte[] openNobodys() {
    return token.wrapping(KeyPurpose.ORDER_SECRET_SEAL).unwrap(nobodys, NOBODYS_BINDING);
  }
}
