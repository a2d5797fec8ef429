package org.vouchseal.sdk.cmp;

import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.cmp.PKIFreeText;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.jspecify.annotations.Nullable;
import org.vouchseal.sdk.Fault;

/** The names of PKIFailureInfo (RFC 9810 §5.2.3), and what a user can do about each. */
final class FailInfo {

  private static final List<String> NAMES =
      List.of(
          "badAlg",
          "badMessageCheck",
          "badRequest",
          "badTime",
          "badCertId",
          "badDataFormat",
          "wrongAuthority",
          "incorrectData",
          "missingTimeStamp",
          "badPOP",
          "certRevoked",
          "certConfirmed",
          "wrongIntegrity",
          "badRecipientNonce",
          "timeNotAvailable",
          "unacceptedPolicy",
          "unacceptedExtension",
          "addInfoNotAvailable",
          "badSenderNonce",
          "badCertTemplate",
          "signerNotTrusted",
          "transactionIdInUse",
          "unsupportedVersion",
          "notAuthorized",
          "systemUnavail",
          "systemFailure",
          "duplicateCertReq");

  private static final String ANEW =
      "enrol anew into an empty folder, or remove this folder's .vouchseal folder first";

  private static final Map<String, String> WHAT_TO_DO =
      Map.of(
          "badMessageCheck",
          "the order is unknown, spent or replaced by a newer one: " + ANEW,
          "badTime",
          "set this computer's clock, then run the same command again",
          "certRevoked",
          "the certificate is revoked: enrol anew into another folder",
          "duplicateCertReq",
          "an earlier attempt is still open: run the same command again in an hour",
          "notAuthorized",
          "ask the registration authority what this enrolment may get",
          "systemUnavail",
          "run the same command again in a minute",
          "systemFailure",
          "run the same command again; if it fails again, give the reference to the operator",
          "transactionIdInUse",
          "the earlier attempt cannot be continued: " + ANEW);

  private static final int LONGEST_TEXT = 500;

  private FailInfo() {}

  static Fault fault(String what, PKIStatusInfo status) {
    String code = name(status.getFailInfo());
    return Fault.local(
        code,
        what,
        code + textOf(status.getStatusString()),
        WHAT_TO_DO.getOrDefault(code, "give the reference to the operator of the service"));
  }

  /** The name of the first bit that is set; {@code rejected} when there is none. */
  static String name(ASN1BitString failInfo) {
    if (failInfo == null) {
      return "rejected";
    }
    byte[] octets = failInfo.getBytes();
    for (int bit = 0; bit < NAMES.size() && bit / 8 < octets.length; bit++) {
      if ((octets[bit / 8] & (0x80 >> (bit % 8))) != 0) {
        return NAMES.get(bit);
      }
    }
    return "rejected";
  }

  private static String textOf(PKIFreeText text) {
    String readable = readable(text);
    return readable.isEmpty() ? "" : ", " + readable;
  }

  /** The peer's first text without what could steer a terminal; empty when there is none. */
  static String readable(@Nullable PKIFreeText text) {
    if (text == null || text.size() == 0) {
      return "";
    }
    StringBuilder readable = new StringBuilder();
    text.getStringAtUTF8(0)
        .getString()
        .codePoints()
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .limit(LONGEST_TEXT)
        .forEach(readable::appendCodePoint);
    return readable.toString();
  }
}
