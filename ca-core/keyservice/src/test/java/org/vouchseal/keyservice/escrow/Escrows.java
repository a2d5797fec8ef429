package org.vouchseal.keyservice.escrow;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.jdbc.JdbcEscrowStore;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.model.ProfileName;

/** Escrow without the requests that usually cause it. */
public final class Escrows {

  private static final ReadyKeys NO_POOL = algorithm -> Optional.empty();

  private Escrows() {}

  /** Stores a key for the order under transaction and digest made of one octet. */
  public static EscrowRecord store(
      TestRoom parts, Orders order, EncryptionAlgorithm algorithm, byte octet) {
    return escrow(parts, NO_POOL).store(request(order, algorithm, octet));
  }

  /** Stores an RSA key that the source gives. */
  public static EscrowRecord storeFromPool(TestRoom parts, ReadyKeys source, byte octet) {
    return escrow(parts, source)
        .store(request(Orders.forAlice(), EncryptionAlgorithm.RSA_3072, octet));
  }

  static EscrowRequest request(Orders order, EncryptionAlgorithm algorithm, byte octet) {
    return new EscrowRequest(
        order.order(),
        ProfileName.ENCRYPTION,
        new byte[] {octet},
        HexFormat.of().formatHex(new byte[] {octet}).repeat(32),
        algorithm);
  }

  static StoreEscrow escrow(TestRoom parts, ReadyKeys readyKeys) {
    return new StoreEscrow(
        parts.transactions,
        new JdbcEscrowStore(parts.transactions),
        readyKeys,
        parts.maker(),
        parts.escrowSeal(),
        parts.pki.token().signing(KeyPurpose.RECEIPT),
        parts.audit(),
        parts.clock,
        parts.random,
        parts.pairwise());
  }

  /** Escrow of which only these gates are there. */
  static StoreEscrow escrowWith(TestRoom parts, List<StoreGate> gates) {
    return new StoreEscrow(
        parts.transactions,
        new JdbcEscrowStore(parts.transactions),
        NO_POOL,
        parts.maker(),
        parts.escrowSeal(),
        parts.pki.token().signing(KeyPurpose.RECEIPT),
        parts.audit(),
        parts.clock,
        parts.random,
        gates);
  }
}
