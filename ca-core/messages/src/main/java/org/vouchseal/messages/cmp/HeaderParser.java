package org.vouchseal.messages.cmp;

import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/** Takes the facts out of a decoded header; throws a RuntimeException where it is malformed. */
final class HeaderParser {

  /** id-it-certProfile, RFC 9810 §5.1.1.4. */
  static final ASN1ObjectIdentifier CERT_PROFILE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.4.21");

  private static final int MAX_PROFILES = 16;

  private boolean implicitConfirm;
  private Optional<Instant> confirmWaitTime = Optional.empty();
  private final List<String> profiles = new ArrayList<>();
  private @Nullable String fault;

  private HeaderParser() {}

  static HeaderFacts parse(PKIHeader header, boolean hasProtection) {
    HeaderParser parser = new HeaderParser();
    InfoTypeAndValue[] infos = header.getGeneralInfo();
    if (infos != null) {
      for (InfoTypeAndValue info : infos) {
        parser.generalInfo(info);
      }
    }
    if (parser.implicitConfirm && parser.confirmWaitTime.isPresent()) {
      parser.fault = "implicitConfirm and confirmWaitTime exclude each other";
    }
    ASN1GeneralizedTime time = header.getMessageTime();
    return new HeaderFacts(
        header.getPvno().intValueExact(),
        header.getSender(),
        header.getRecipient(),
        octets(header.getTransactionID()),
        octets(header.getSenderNonce()),
        octets(header.getRecipNonce()),
        time == null ? Optional.empty() : Optional.of(instant(time)),
        octets(header.getSenderKID()),
        parser.implicitConfirm,
        parser.confirmWaitTime,
        parser.profiles,
        Optional.ofNullable(parser.fault),
        kind(header.getProtectionAlg(), hasProtection));
  }

  private void generalInfo(InfoTypeAndValue info) {
    ASN1ObjectIdentifier type = info.getInfoType();
    @Nullable ASN1Encodable value = info.getInfoValue();
    if (type.equals(CMPObjectIdentifiers.it_implicitConfirm)) {
      if (!(value instanceof ASN1Null)) {
        fault = "the value of implicitConfirm is not NULL";
      }
      implicitConfirm = true;
    } else if (type.equals(CMPObjectIdentifiers.it_confirmWaitTime)) {
      if (value instanceof ASN1GeneralizedTime time) {
        confirmWaitTime = Optional.of(instant(time));
      } else {
        fault = "the value of confirmWaitTime is not a GeneralizedTime";
      }
    } else if (type.equals(CERT_PROFILE)) {
      certProfiles(value);
    }
  }

  private void certProfiles(@Nullable ASN1Encodable value) {
    if (!(value instanceof ASN1Sequence names) || names.size() == 0 || !profiles.isEmpty()) {
      fault = "certProfile is not one list of names";
      return;
    }
    if (names.size() > MAX_PROFILES) {
      fault = "certProfile has " + names.size() + " names, the limit is " + MAX_PROFILES;
      return;
    }
    for (ASN1Encodable name : names) {
      if (!(name instanceof ASN1UTF8String text)) {
        fault = "a name in certProfile is not a UTF8String";
        return;
      }
      profiles.add(text.getString());
    }
  }

  private static ProtectionKind kind(@Nullable AlgorithmIdentifier named, boolean hasProtection) {
    if ((named != null) != hasProtection) {
      return ProtectionKind.INCOMPLETE;
    }
    if (named == null) {
      return ProtectionKind.NONE;
    }
    if (named.getAlgorithm().equals(CMPObjectIdentifiers.passwordBasedMac)) {
      return ProtectionKind.PBM;
    }
    return named.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1)
        ? ProtectionKind.PBMAC1
        : ProtectionKind.SIGNATURE;
  }

  private static Instant instant(ASN1GeneralizedTime time) {
    try {
      return time.getDate().toInstant();
    } catch (ParseException e) {
      throw new IllegalArgumentException("malformed GeneralizedTime", e);
    }
  }

  private static Optional<byte[]> octets(@Nullable ASN1OctetString string) {
    return string == null ? Optional.empty() : Optional.of(string.getOctets());
  }
}
