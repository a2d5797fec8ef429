package org.vouchseal.messages.cmp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIHeaderBuilder;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.asn1.DerWriter;

/** Puts an answer together from its header, body, protection and certificates. */
final class AnswerParts {

  private AnswerParts() {}

  /** A protected answer; {@code protect} maps the DER of ProtectedPart to the protection bits. */
  static byte[] protectedMessage(
      AnswerHeader header,
      PKIBody body,
      AlgorithmIdentifier algorithm,
      Function<byte[], byte[]> protect,
      List<byte[]> certificates) {
    PKIHeader pkiHeader = header(header, algorithm);
    byte[] protection = protect.apply(DerWriter.sequence(der(pkiHeader), der(body)));
    return der(
        new PKIMessage(pkiHeader, body, new DERBitString(protection), extraCerts(certificates)));
  }

  static byte[] unprotectedMessage(AnswerHeader header, PKIBody body, List<byte[]> certificates) {
    return der(new PKIMessage(header(header, null), body, null, extraCerts(certificates)));
  }

  private static PKIHeader header(AnswerHeader header, @Nullable AlgorithmIdentifier algorithm) {
    PKIHeaderBuilder builder =
        new PKIHeaderBuilder(header.pvno(), header.sender(), header.recipient())
            .setMessageTime(time(header.messageTime()))
            .setTransactionID(header.transactionId())
            .setSenderNonce(header.senderNonce());
    if (algorithm != null) {
      builder = builder.setProtectionAlg(algorithm);
    }
    if (header.senderKid().isPresent()) {
      builder = builder.setSenderKID(header.senderKid().get());
    }
    if (header.recipNonce().isPresent()) {
      builder = builder.setRecipNonce(header.recipNonce().get());
    }
    if (header.implicitConfirm()) {
      builder =
          builder.setGeneralInfo(
              new InfoTypeAndValue(CMPObjectIdentifiers.it_implicitConfirm, DERNull.INSTANCE));
    }
    if (header.confirmWaitTime().isPresent()) {
      builder =
          builder.setGeneralInfo(
              new InfoTypeAndValue(
                  CMPObjectIdentifiers.it_confirmWaitTime, time(header.confirmWaitTime().get())));
    }
    return builder.build();
  }

  private static DERGeneralizedTime time(java.time.Instant instant) {
    return new DERGeneralizedTime(Date.from(instant));
  }

  private static CMPCertificate @Nullable [] extraCerts(List<byte[]> certificates) {
    List<byte[]> distinct = new ArrayList<>();
    for (byte[] certificate : certificates) {
      if (distinct.stream().noneMatch(known -> Arrays.equals(known, certificate))) {
        distinct.add(certificate);
      }
    }
    return distinct.isEmpty()
        ? null
        : distinct.stream()
            .map(der -> new CMPCertificate(Certificate.getInstance(der)))
            .toArray(CMPCertificate[]::new);
  }

  private static byte[] der(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException("an answer cannot be encoded", e);
    }
  }
}
