package org.vouchseal.messages.cmp;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * What the header of a message claims (RFC 9810 §5.1.1). Claims only: the protection may still
 * fail.
 *
 * <p>Octet strings are handed out as they are held; callers do not change them.
 *
 * @param pvno protocol version number
 * @param sender as sent; the NULL-DN is an empty directoryName
 * @param recipient as sent
 * @param transactionId may be absent, see {@link HeaderRules}
 * @param senderNonce may be absent, see {@link HeaderRules}
 * @param recipNonce may be absent
 * @param messageTime may be absent, see {@link HeaderRules}
 * @param senderKid under a MAC the octets of the order's reference, else the signer's key
 *     identifier
 * @param implicitConfirm whether the client asks for implicit confirmation
 * @param confirmWaitTime until when the client asks for time to confirm
 * @param certProfiles names of id-it-certProfile in their order; empty when there is none
 * @param generalInfoFault what is wrong with the fields of generalInfo named above, if anything
 * @param protection which kind of protection the header names
 */
public record HeaderFacts(
    int pvno,
    GeneralName sender,
    GeneralName recipient,
    Optional<byte[]> transactionId,
    Optional<byte[]> senderNonce,
    Optional<byte[]> recipNonce,
    Optional<Instant> messageTime,
    Optional<byte[]> senderKid,
    boolean implicitConfirm,
    Optional<Instant> confirmWaitTime,
    List<String> certProfiles,
    Optional<String> generalInfoFault,
    ProtectionKind protection) {

  public HeaderFacts {
    certProfiles = List.copyOf(certProfiles);
  }

  /** For logs: the transaction in hexadecimal, body left out. */
  @Override
  public String toString() {
    return "HeaderFacts[pvno="
        + pvno
        + ", transactionID="
        + transactionId.map(HexFormat.of()::formatHex).orElse("absent")
        + ", protection="
        + protection
        + "]";
  }
}
