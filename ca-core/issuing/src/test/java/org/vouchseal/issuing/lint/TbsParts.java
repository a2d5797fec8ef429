package org.vouchseal.issuing.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/** A TBSCertificate in pieces that can be exchanged. */
final class TbsParts {

  static final int VERSION = 0;
  static final int SERIAL = 1;
  static final int SIGNATURE = 2;
  static final int ISSUER = 3;
  static final int VALIDITY = 4;
  static final int SUBJECT = 5;
  static final int KEY = 6;

  private final List<ASN1Encodable> fields = new ArrayList<>();
  private final List<ASN1Sequence> extensions = new ArrayList<>();

  TbsParts(byte[] der) {
    ASN1Sequence all = ASN1Sequence.getInstance(der);
    for (int i = 0; i < all.size() - 1; i++) {
      fields.add(all.getObjectAt(i));
    }
    ASN1TaggedObject last = (ASN1TaggedObject) all.getObjectAt(all.size() - 1);
    ASN1Sequence.getInstance(last.getExplicitBaseObject())
        .forEach(e -> extensions.add(ASN1Sequence.getInstance(e)));
  }

  void field(int index, ASN1Encodable value) {
    fields.set(index, value);
  }

  /** After the key, where the unique identifiers stand. */
  void append(ASN1Encodable value) {
    fields.add(value);
  }

  /** Replaces or adds an extension. */
  void extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    raw(id, critical, octets(value));
  }

  /** As {@link #extension}, with the octets of the value as they are. */
  void raw(ASN1ObjectIdentifier id, boolean critical, byte[] value) {
    ASN1EncodableVector made = new ASN1EncodableVector();
    made.add(id);
    if (critical) {
      made.add(org.bouncycastle.asn1.ASN1Boolean.TRUE);
    }
    made.add(new DEROctetString(value));
    put(id, new DERSequence(made));
  }

  /** Writes down the default FALSE, which DER leaves out. */
  void explicitlyNotCritical(ASN1ObjectIdentifier id) {
    ASN1Sequence old = extensions.get(index(id));
    put(
        id,
        new DERSequence(
            new ASN1Encodable[] {
              id, org.bouncycastle.asn1.ASN1Boolean.FALSE, old.getObjectAt(old.size() - 1)
            }));
  }

  void critical(ASN1ObjectIdentifier id, boolean critical) {
    ASN1Sequence old = extensions.get(index(id));
    raw(
        id,
        critical,
        org.bouncycastle.asn1.ASN1OctetString.getInstance(old.getObjectAt(old.size() - 1))
            .getOctets());
  }

  void twice(ASN1ObjectIdentifier id) {
    extensions.add(extensions.get(index(id)));
  }

  void drop(ASN1ObjectIdentifier id) {
    extensions.remove(index(id));
  }

  private void put(ASN1ObjectIdentifier id, ASN1Sequence made) {
    int at = index(id);
    if (at < 0) {
      extensions.add(made);
    } else {
      extensions.set(at, made);
    }
  }

  private int index(ASN1ObjectIdentifier id) {
    for (int i = 0; i < extensions.size(); i++) {
      if (extensions.get(i).getObjectAt(0).equals(id)) {
        return i;
      }
    }
    return -1;
  }

  byte[] der() {
    ASN1EncodableVector all = new ASN1EncodableVector();
    fields.forEach(all::add);
    ASN1EncodableVector list = new ASN1EncodableVector();
    extensions.forEach(list::add);
    all.add(new DERTaggedObject(true, 3, new DERSequence(list)));
    return octets(new DERSequence(all));
  }

  private static byte[] octets(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
