package org.vouchseal.keyservice.escrow;

import java.util.HexFormat;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.ProfileName;

/**
 * What is asked of escrow: one key for one request under one verified order.
 *
 * @param order verified by the caller
 * @param profile the profile under which the key will be certified
 * @param transactionId transactionID of the request, 1 to 64 octets; copied
 * @param requestDigest SHA-256 of the whole request, 64 lower-case hexadecimal digits
 * @param algorithm the kind of key
 */
public record EscrowRequest(
    EnrolmentOrder order,
    ProfileName profile,
    byte[] transactionId,
    String requestDigest,
    EncryptionAlgorithm algorithm) {

  private static final int MAX_TRANSACTION_OCTETS = 64;

  public EscrowRequest {
    transactionId = transactionId.clone();
    if (transactionId.length == 0 || transactionId.length > MAX_TRANSACTION_OCTETS) {
      throw new IllegalArgumentException(
          "transactionID has " + transactionId.length + " octets, allowed are 1 to 64");
    }
    if (!requestDigest.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "request digest must be 64 lower-case hexadecimal digits, found "
              + requestDigest.length()
              + " characters");
    }
  }

  @Override
  public String toString() {
    return "EscrowRequest[order "
        + order.reference()
        + ", profile "
        + profile
        + ", transaction "
        + HexFormat.of().formatHex(transactionId)
        + "]";
  }
}
