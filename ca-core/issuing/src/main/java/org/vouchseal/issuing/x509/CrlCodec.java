package org.vouchseal.issuing.x509;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.issuing.x509.DerInput.Header;
import org.vouchseal.model.SerialNumber;

/** Revocation lists as DER, and the serial numbers of one that is read as a stream. */
public final class CrlCodec {

  /** Gives all entries, once. */
  @FunctionalInterface
  public interface Entries {
    void forEach(Consumer<RevokedEntry> consumer);
  }

  private static final int TAG_UTC_TIME = 0x17;
  private static final int TAG_GENERALIZED_TIME = 0x18;
  private static final int LONGEST_SERIAL = 20;

  /** DER of a TBSCertList of an issuer's full scope with few entries, as an array. */
  public byte[] toBeSigned(
      IssuerCertificate issuer,
      SignatureAlgorithm algorithm,
      long number,
      Instant thisUpdate,
      Instant nextUpdate,
      Entries entries) {
    CrlFields fields =
        new CrlFields(issuer, algorithm, number, thisUpdate, nextUpdate, Optional.empty());
    try (CrlEntries collected = CrlEntries.begin()) {
      entries.forEach(collected);
      ByteArrayOutputStream tbs = new ByteArrayOutputStream();
      toBeSigned(fields, collected).writeTo(tbs);
      return tbs.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode the revocation list", e);
    }
  }

  /**
   * DER of a TBSCertList, version 2, with authorityKeyIdentifier, cRLNumber and, for a shard, a
   * critical issuingDistributionPoint (RFC 5280 §5).
   *
   * @param entries all of them; closed by the caller when the list is not read any more
   */
  public ListOctets toBeSigned(CrlFields fields, CrlEntries entries) {
    try {
      byte[] head = head(fields);
      byte[] tail = tail(fields);
      int length = Math.toIntExact(entries.length());
      // an empty list of entries is left out (RFC 5280 §5.1.2.6)
      byte[] listHeader = length == 0 ? new byte[0] : DerHeader.of(DerHeader.SEQUENCE, length);
      int content = Math.toIntExact((long) head.length + listHeader.length + length + tail.length);
      byte[] header = DerHeader.of(DerHeader.SEQUENCE, content);
      byte[] before =
          ByteBuffer.allocate(header.length + head.length + listHeader.length)
              .put(header)
              .put(head)
              .put(listHeader)
              .array();
      return new ListOctets(before, entries, tail);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode the revocation list", e);
    }
  }

  private static byte[] head(CrlFields fields) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(new ASN1Integer(1).getEncoded(ASN1Encoding.DER));
    head.write(TbsSigner.identifier(fields.algorithm()).getEncoded(ASN1Encoding.DER));
    head.write(fields.issuer().subject());
    head.write(EntryEncoding.encoded(fields.thisUpdate()));
    head.write(EntryEncoding.encoded(fields.nextUpdate()));
    return head.toByteArray();
  }

  private static byte[] tail(CrlFields fields) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new AuthorityKeyIdentifier(fields.issuer().subjectKeyIdentifier()));
    extensions.addExtension(
        Extension.cRLNumber, false, new ASN1Integer(BigInteger.valueOf(fields.number())));
    if (fields.distributionPoint().isPresent()) {
      extensions.addExtension(
          Extension.issuingDistributionPoint,
          true,
          new IssuingDistributionPoint(point(fields.distributionPoint().get()), false, false));
    }
    return new DERTaggedObject(true, 0, extensions.generate()).getEncoded(ASN1Encoding.DER);
  }

  /** As in the certificates that name it, octet by octet (RFC 5280 §6.3.3 b 2 i). */
  static DistributionPointName point(String address) {
    return new DistributionPointName(
        new GeneralNames(
            new GeneralName(GeneralName.uniformResourceIdentifier, new DERIA5String(address))));
  }

  /** Gives the serial numbers of a CertificateList in their order, reading it as a stream. */
  public void forEachSerial(InputStream certificateList, Consumer<SerialNumber> consumer)
      throws IOException {
    SerialNumbers serials = serials(certificateList);
    for (Optional<SerialNumber> next = serials.next(); next.isPresent(); next = serials.next()) {
      consumer.accept(next.get());
    }
  }

  /** The serial numbers of a CertificateList, one at a time. */
  public SerialNumbers serials(InputStream certificateList) throws IOException {
    DerInput in = new DerInput(certificateList);
    Header unusedWhole = in.header(DerHeader.SEQUENCE);
    Header unusedTbs = in.header(DerHeader.SEQUENCE);
    in.pass(in.header(DerHeader.INTEGER).length());
    in.pass(in.header(DerHeader.SEQUENCE).length());
    in.pass(in.header(DerHeader.SEQUENCE).length());
    Header next = in.header();
    for (int times = 0; isTime(next); times++) {
      if (times == 2) {
        throw new IOException("not a revocation list: three times");
      }
      in.pass(next.length());
      next = in.header();
    }
    // without entries there follow the extensions
    return new SerialNumbers(in, next.tag() == DerHeader.SEQUENCE ? next.length() : 0);
  }

  private static boolean isTime(Header header) {
    return header.tag() == TAG_UTC_TIME || header.tag() == TAG_GENERALIZED_TIME;
  }

  /** Reads on as it is asked. */
  public static final class SerialNumbers {
    private final DerInput in;
    private long left;

    private SerialNumbers(DerInput in, long left) {
      this.in = in;
      this.left = left;
    }

    /** The next one; empty at the end. */
    public Optional<SerialNumber> next() throws IOException {
      if (left <= 0) {
        return Optional.empty();
      }
      Header entry = in.header(DerHeader.SEQUENCE);
      Header integer = in.header(DerHeader.INTEGER);
      byte[] octets = in.content(integer.length(), LONGEST_SERIAL);
      in.pass(entry.length() - integer.whole());
      left -= entry.whole();
      return Optional.of(new SerialNumber(new BigInteger(octets)));
    }
  }
}
