package org.vouchseal.messages.cmp;

/** Why a CMP message is refused: PKIFailureInfo of RFC 9810 §5.2.3, by name and bit. */
public enum CmpFailure {
  BAD_ALG(0, "badAlg"),
  BAD_MESSAGE_CHECK(1, "badMessageCheck"),
  BAD_REQUEST(2, "badRequest"),
  BAD_TIME(3, "badTime"),
  BAD_CERT_ID(4, "badCertId"),
  BAD_DATA_FORMAT(5, "badDataFormat"),
  WRONG_AUTHORITY(6, "wrongAuthority"),
  INCORRECT_DATA(7, "incorrectData"),
  MISSING_TIME_STAMP(8, "missingTimeStamp"),
  BAD_POP(9, "badPOP"),
  CERT_REVOKED(10, "certRevoked"),
  CERT_CONFIRMED(11, "certConfirmed"),
  WRONG_INTEGRITY(12, "wrongIntegrity"),
  BAD_RECIPIENT_NONCE(13, "badRecipientNonce"),
  TIME_NOT_AVAILABLE(14, "timeNotAvailable"),
  UNACCEPTED_POLICY(15, "unacceptedPolicy"),
  UNACCEPTED_EXTENSION(16, "unacceptedExtension"),
  ADD_INFO_NOT_AVAILABLE(17, "addInfoNotAvailable"),
  BAD_SENDER_NONCE(18, "badSenderNonce"),
  BAD_CERT_TEMPLATE(19, "badCertTemplate"),
  SIGNER_NOT_TRUSTED(20, "signerNotTrusted"),
  TRANSACTION_ID_IN_USE(21, "transactionIdInUse"),
  UNSUPPORTED_VERSION(22, "unsupportedVersion"),
  NOT_AUTHORIZED(23, "notAuthorized"),
  SYSTEM_UNAVAIL(24, "systemUnavail"),
  SYSTEM_FAILURE(25, "systemFailure"),
  DUPLICATE_CERT_REQ(26, "duplicateCertReq");

  private final int bit;
  private final String label;

  CmpFailure(int bit, String label) {
    this.bit = bit;
    this.label = label;
  }

  /** Number of the bit in PKIFailureInfo; 0 is the leftmost. */
  public int bit() {
    return bit;
  }

  /** The name as RFC 9810 spells it, e.g. {@code badMessageCheck}. */
  public String label() {
    return label;
  }

  /** A refusal with this bit, for the reason that {@code text} tells the sender. */
  public CmpRefusal because(String text) {
    return new CmpRefusal(this, text);
  }
}
