package org.vouchseal.messages.cmp;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.asn1.DerElement;
import org.vouchseal.messages.asn1.DerWriter;
import org.vouchseal.model.Sha256;

/**
 * A well-formed PKIMessage, exactly as it was received. Immutable; made by {@link CmpReader} only.
 *
 * <p>What signatures and MACs cover is cut out of the received octets and never encoded anew.
 */
public final class ReceivedMessage {

  private final byte[] raw;
  private final List<DerElement> parts;
  private final PKIMessage pki;
  private final HeaderFacts header;
  private final BodyType bodyType;
  private final List<byte[]> extraCerts;
  private final byte[] digest;

  ReceivedMessage(byte[] raw, List<DerElement> parts, PKIMessage pki, HeaderFacts header) {
    this.raw = raw;
    this.parts = List.copyOf(parts);
    this.pki = pki;
    this.header = header;
    this.bodyType = BodyType.ofTag(pki.getBody().getType());
    this.extraCerts = extraCerts(parts, pki);
    this.digest = Sha256.of(raw);
    if (bodyType.carriesCertRequests()) {
      certRequestElements();
    }
  }

  /** The octets as received; a fresh array. */
  public byte[] raw() {
    return raw.clone();
  }

  /** SHA-256 of the whole message: its name in receipts and transaction rows; a fresh array. */
  public byte[] digest() {
    return digest.clone();
  }

  /** {@link #digest} as 64 lower-case hexadecimal digits. */
  public String digestHex() {
    return HexFormat.of().formatHex(digest);
  }

  /** The decoded message. Callers do not re-encode it where octets matter. */
  public PKIMessage pki() {
    return pki;
  }

  /** What the header claims. */
  public HeaderFacts header() {
    return header;
  }

  public BodyType bodyType() {
    return bodyType;
  }

  /** DER of each certificate in extraCerts, in their order; the arrays are not copied. */
  public List<byte[]> extraCerts() {
    return extraCerts;
  }

  /** The octets that the protection covers: DER of ProtectedPart (RFC 9810 §5.1.3). */
  public byte[] protectedPart() {
    return DerWriter.sequence(parts.get(0).encoded(), parts.get(1).encoded());
  }

  /** MAC or signature; empty when there is none or its number of bits is no multiple of eight. */
  Optional<byte[]> protection() {
    @Nullable ASN1BitString bits = pki.getProtection();
    return bits == null || bits.getPadBits() != 0
        ? Optional.empty()
        : Optional.of(bits.getOctets());
  }

  /** How many CertReqMsg the body has; 0 when it is no body of that kind. */
  public int certRequestCount() {
    return bodyType.carriesCertRequests() ? certRequestElements().size() : 0;
  }

  /**
   * The received octets of a CertRequest, over which proof of possession is signed (RFC 4211 §4.1).
   *
   * @param index place of the CertReqMsg in the body, from 0
   */
  public byte[] certRequest(int index) {
    return certRequestElements().get(index).encoded();
  }

  /** The received octets of each message in a nested one, in their order. */
  public List<byte[]> nestedMessages() {
    if (bodyType != BodyType.NESTED) {
      throw new IllegalStateException(bodyType.label() + " holds no messages");
    }
    return parts.get(1).children().get(0).children().stream().map(DerElement::encoded).toList();
  }

  /** The received octets of the CertificationRequestInfo of a p10cr (RFC 2986 §4.1). */
  byte[] certificationRequestInfo() {
    return parts.get(1).children().get(0).children().get(0).encoded();
  }

  private List<DerElement> certRequestElements() {
    List<DerElement> requests = new ArrayList<>();
    for (DerElement certReqMsg : parts.get(1).children().get(0).children()) {
      requests.add(certReqMsg.children().get(0));
    }
    return requests;
  }

  private static List<byte[]> extraCerts(List<DerElement> parts, PKIMessage pki) {
    CMPCertificate @Nullable [] decoded = pki.getExtraCerts();
    if (decoded == null) {
      return List.of();
    }
    List<byte[]> certificates = new ArrayList<>();
    for (DerElement element : parts.get(parts.size() - 1).children().get(0).children()) {
      certificates.add(element.encoded());
    }
    for (CMPCertificate certificate : decoded) {
      if (!certificate.isX509v3PKCert()) {
        throw new IllegalArgumentException("extraCerts holds something else than certificates");
      }
    }
    return List.copyOf(certificates);
  }

  @Override
  public String toString() {
    return "ReceivedMessage[" + bodyType.label() + ", " + header + ", sha256 " + digestHex() + "]";
  }
}
