package org.vouchseal.keyservice.central;

import java.util.HexFormat;
import java.util.Optional;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.model.SpkiDigest;

/**
 * A request for a central key whose protection holds and whose sender the order names.
 *
 * @param transactionId 1 to 64 octets; not copied
 * @param requestDigest SHA-256 of the whole message, 64 lower-case hexadecimal digits
 * @param initial whether it is an ir; else a cr
 * @param algorithm the kind of key asked for
 * @param deliveryKey the key that control protocolEncrKey names (RFC 4211 §6.6)
 * @param sender who protected it
 */
public record VerifiedAsk(
    byte[] transactionId,
    String requestDigest,
    boolean initial,
    EncryptionAlgorithm algorithm,
    Optional<DeliveryKey> deliveryKey,
    Sender sender) {

  /** Who protected the message. */
  public sealed interface Sender {
    /** How audit rows name him. */
    String actor();

    /** The key that signed; empty under a MAC. */
    default Optional<SpkiDigest> signer() {
      return Optional.empty();
    }
  }

  /**
   * The holder of the order's secret.
   *
   * @param macSalt salt of the message's MAC; not copied
   */
  public record SecretHolder(String reference, byte[] macSalt) implements Sender {
    @Override
    public String actor() {
      return "secret:" + reference;
    }
  }

  /**
   * The holder of a signing certificate for a mailbox of the order.
   *
   * @param serial of the certificate, hexadecimal
   * @param key name of the certificate's public key
   * @param ownKey the certificate's key, when its key usage lets it receive keys
   */
  public record CertificateHolder(String serial, SpkiDigest key, Optional<DeliveryKey> ownKey)
      implements Sender {

    @Override
    public Optional<SpkiDigest> signer() {
      return Optional.of(key);
    }

    @Override
    public String actor() {
      return "signer:" + serial;
    }
  }

  @Override
  public String toString() {
    return "VerifiedAsk[transaction " + HexFormat.of().formatHex(transactionId) + "]";
  }
}
