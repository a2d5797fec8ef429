package org.vouchseal.issuing.x509;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.Time;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;

/**
 * Revocation lists as DER, entry by entry: the first pass measures, the second writes into an array
 * of exactly that size, so that a list of millions costs its octets and no more.
 */
public final class CrlCodec {

  /** Gives all entries, in the same order each time it is asked. */
  @FunctionalInterface
  public interface Entries {
    void forEach(Consumer<RevokedEntry> consumer);
  }

  private static final int TAG_UTC_TIME = 0x17;
  private static final int TAG_GENERALIZED_TIME = 0x18;

  /**
   * DER of a TBSCertList, version 2, with authorityKeyIdentifier and cRLNumber (RFC 5280 §5). Asks
   * for the entries twice.
   */
  public byte[] toBeSigned(
      IssuerCertificate issuer,
      SignatureAlgorithm algorithm,
      long number,
      Instant thisUpdate,
      Instant nextUpdate,
      Entries entries) {
    try {
      byte[] head = head(issuer, algorithm, thisUpdate, nextUpdate);
      byte[] tail = tail(issuer, number);
      long[] measured = new long[1];
      entries.forEach(entry -> measured[0] += encoded(entry).length);
      int length = Math.toIntExact(measured[0]);
      // an empty list of entries is left out (RFC 5280 §5.1.2.6)
      byte[] listHeader = length == 0 ? new byte[0] : DerHeader.of(DerHeader.SEQUENCE, length);
      int content = Math.toIntExact((long) head.length + listHeader.length + length + tail.length);
      byte[] header = DerHeader.of(DerHeader.SEQUENCE, content);
      ByteBuffer tbs = ByteBuffer.allocate(Math.addExact(header.length, content));
      tbs.put(header).put(head).put(listHeader);
      entries.forEach(entry -> tbs.put(encoded(entry)));
      tbs.put(tail);
      if (tbs.hasRemaining()) {
        throw new IllegalStateException("the entries changed between the two passes");
      }
      return tbs.array();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode the revocation list", e);
    }
  }

  private static byte[] head(
      IssuerCertificate issuer,
      SignatureAlgorithm algorithm,
      Instant thisUpdate,
      Instant nextUpdate)
      throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(new ASN1Integer(1).getEncoded(ASN1Encoding.DER));
    head.write(TbsSigner.identifier(algorithm).getEncoded(ASN1Encoding.DER));
    head.write(issuer.subject());
    head.write(new Time(Date.from(thisUpdate)).getEncoded(ASN1Encoding.DER));
    head.write(new Time(Date.from(nextUpdate)).getEncoded(ASN1Encoding.DER));
    return head.toByteArray();
  }

  private static byte[] tail(IssuerCertificate issuer, long number) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new AuthorityKeyIdentifier(issuer.subjectKeyIdentifier()));
    extensions.addExtension(
        Extension.cRLNumber, false, new ASN1Integer(BigInteger.valueOf(number)));
    return new DERTaggedObject(true, 0, extensions.generate()).getEncoded(ASN1Encoding.DER);
  }

  private static byte[] encoded(RevokedEntry entry) {
    try {
      ASN1EncodableVector fields = new ASN1EncodableVector();
      fields.add(new ASN1Integer(entry.serial().value()));
      fields.add(new Time(Date.from(entry.at())));
      // the reason unspecified is said by leaving it out (RFC 5280 §5.3.1)
      if (entry.reason() != RevocationReason.UNSPECIFIED) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
            Extension.reasonCode, false, CRLReason.lookup(entry.reason().code()));
        fields.add(extensions.generate());
      }
      return new DERSequence(fields).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode an entry", e);
    }
  }

  /** Gives the serial numbers of a CertificateList in their order, reading it as a stream. */
  public void forEachSerial(InputStream certificateList, Consumer<SerialNumber> consumer)
      throws IOException {
    DataInputStream in = new DataInputStream(certificateList);
    int unusedWhole = enter(in, DerHeader.SEQUENCE);
    int unusedTbs = enter(in, DerHeader.SEQUENCE);
    skip(in, DerHeader.INTEGER);
    skip(in, DerHeader.SEQUENCE);
    skip(in, DerHeader.SEQUENCE);
    skipTime(in, in.readUnsignedByte());
    int tag = in.readUnsignedByte();
    if (tag == TAG_UTC_TIME || tag == TAG_GENERALIZED_TIME) {
      skipTime(in, tag);
      tag = in.readUnsignedByte();
    }
    if (tag != DerHeader.SEQUENCE) {
      return; // no entries: what follows are the extensions
    }
    long left = length(in);
    while (left > 0) {
      left -= entry(in, consumer);
    }
  }

  private static long entry(DataInputStream in, Consumer<SerialNumber> consumer)
      throws IOException {
    int length = enter(in, DerHeader.SEQUENCE);
    int octets = enter(in, DerHeader.INTEGER);
    consumer.accept(new SerialNumber(new BigInteger(in.readNBytes(octets))));
    in.skipNBytes((long) length - octets - DerHeader.of(DerHeader.INTEGER, octets).length);
    return (long) length + DerHeader.of(DerHeader.SEQUENCE, length).length;
  }

  private static void skip(DataInputStream in, int tag) throws IOException {
    in.skipNBytes(enter(in, tag));
  }

  private static void skipTime(DataInputStream in, int tag) throws IOException {
    if (tag != TAG_UTC_TIME && tag != TAG_GENERALIZED_TIME) {
      throw new IOException("not a revocation list: tag " + tag + " in place of a time");
    }
    in.skipNBytes(length(in));
  }

  private static int enter(DataInputStream in, int tag) throws IOException {
    int found = in.readUnsignedByte();
    if (found != tag) {
      throw new IOException("not a revocation list: tag " + found + " in place of " + tag);
    }
    return length(in);
  }

  private static int length(DataInputStream in) throws IOException {
    int first = in.readUnsignedByte();
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = Math.addExact(Math.multiplyExact(length, 256), in.readUnsignedByte());
    }
    return length;
  }
}
