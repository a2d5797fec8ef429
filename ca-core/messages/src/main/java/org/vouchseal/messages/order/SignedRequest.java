package org.vouchseal.messages.order;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.TenantId;

/**
 * An ir under the signature of a registration authority, read as the order that it is: tier V1, one
 * mailbox, the one rfc822Name of its template's subjectAltName. Everything in the order comes out
 * of the message, so that whoever has the message can make the same order of it again.
 *
 * <p>Whether the signature holds is not looked at here.
 */
public final class SignedRequest {

  /** SHA-256 of nothing: such an order brings no secret. */
  private static final String NO_SECRET = Sha256.hex(new byte[0]);

  private static final int LONGEST_COMMON_NAME = 64;
  private static final Duration VALIDITY = Duration.ofDays(730);

  /** A proof of a mailbox may be used again that long (Baseline Requirements §4.2.1). */
  private static final Duration REUSE = Duration.ofDays(30);

  private static final Duration ACCEPTANCE = Duration.ofMinutes(5);

  private static final List<ProfileName> PROFILES =
      List.of(ProfileName.SIGNING, ProfileName.ENCRYPTION, ProfileName.ENCRYPTION_CLOUD);

  private SignedRequest() {}

  /** The message as statements are kept: base64 of its octets. */
  public static String statement(ReceivedMessage message) {
    return Base64.getEncoder().encodeToString(message.raw());
  }

  /** The octets of a kept statement; empty when it is none of this kind. */
  public static Optional<byte[]> message(String statement) {
    try {
      return Optional.of(Base64.getDecoder().decode(statement));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** The order in the message, by the registration authority of that name. */
  public static Outcome<EnrolmentOrder, CmpRefusal> order(ReceivedMessage message, String ra) {
    if (message.bodyType() != BodyType.IR || message.header().messageTime().isEmpty()) {
      return Outcome.refused(
          CmpFailure.NOT_AUTHORIZED.because(
              "under a registration authority's signature an enrolment is an ir with messageTime"));
    }
    Instant at = message.header().messageTime().get().truncatedTo(ChronoUnit.SECONDS);
    return mailbox(message)
        .then(mailbox -> Outcome.of(order(message.digestHex(), ra, mailbox, at)));
  }

  private static EnrolmentOrder order(String digest, String ra, Mailbox mailbox, Instant at) {
    return new EnrolmentOrder(
        ra,
        digest,
        TenantId.MAIN,
        new Reference("cmp-" + digest.substring(0, 40)),
        Optional.empty(),
        new OwnerId("cmp-" + digest.substring(0, 40)),
        Optional.empty(),
        AssuranceTier.V1,
        subject(mailbox),
        List.of(mailbox),
        PROFILES,
        VALIDITY,
        at.plus(REUSE),
        digest,
        at,
        at.plus(ACCEPTANCE),
        NO_SECRET,
        Optional.empty());
  }

  private static SubjectName subject(Mailbox mailbox) {
    return mailbox.address().length() <= LONGEST_COMMON_NAME
        ? SubjectName.commonName(mailbox.address())
        : SubjectName.EMPTY;
  }

  private static Outcome<Mailbox, CmpRefusal> mailbox(ReceivedMessage message) {
    try {
      CertReqMsg[] requests =
          CertReqMessages.getInstance(message.pki().getBody().getContent()).toCertReqMsgArray();
      return requests.length == 1
          ? mailbox(requests[0].getCertReq().getCertTemplate())
          : Outcome.refused(
              CmpFailure.BAD_REQUEST.because(
                  "the message has " + requests.length + " certificate requests, allowed is 1"));
    } catch (RuntimeException malformed) {
      // the library throws whatever comes to hand
      return Outcome.refused(
          CmpFailure.BAD_DATA_FORMAT.because("the certificate request cannot be decoded"));
    }
  }

  private static Outcome<Mailbox, CmpRefusal> mailbox(CertTemplate template) {
    @Nullable Extensions extensions = template.getExtensions();
    @Nullable GeneralNames names =
        extensions == null
            ? null
            : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
    if (names == null
        || names.getNames().length != 1
        || names.getNames()[0].getTagNo() != GeneralName.rfc822Name) {
      return bad("subjectAltName must be one rfc822Name, the mailbox that you validated");
    }
    String address = names.getNames()[0].getName().toString();
    try {
      Mailbox mailbox = Mailbox.parse(address);
      return mailbox.isAscii() && mailbox.address().equals(address)
          ? Outcome.of(mailbox)
          : bad("the mailbox in subjectAltName is not in its canonical form");
    } catch (IllegalArgumentException notAMailbox) {
      return bad("subjectAltName is no mailbox: " + notAMailbox.getMessage());
    }
  }

  private static Outcome<Mailbox, CmpRefusal> bad(String text) {
    return Outcome.refused(CmpFailure.BAD_CERT_TEMPLATE.because(text));
  }
}
