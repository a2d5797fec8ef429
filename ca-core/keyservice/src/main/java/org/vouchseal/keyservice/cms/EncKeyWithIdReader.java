package org.vouchseal.keyservice.cms;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.crmf.EncKeyWithID;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.vouchseal.keyservice.archive.ExpectedKey;

/**
 * Reads an EncKeyWithID (RFC 4211 §6.4) that may have been bent on its way. Taken is DER with a
 * plain private key and the name of its holder; nothing may stand in it that is not judged, here or
 * by who compares the key's numbers, so that no octets are free for somebody who changes blocks.
 */
final class EncKeyWithIdReader {

  private static final int RSA_NUMBERS = 9;

  private EncKeyWithIdReader() {}

  /** DER PrivateKeyInfo; empty for anything else. */
  static Optional<byte[]> privateKey(byte[] plain, ExpectedKey expected) {
    try {
      EncKeyWithID read = EncKeyWithID.getInstance(ASN1Primitive.fromByteArray(plain));
      boolean whole = Arrays.equals(read.getEncoded(ASN1Encoding.DER), plain);
      return whole
              && read.hasIdentifier()
              && names(read, expected)
              && isPlain(read.getPrivateKey(), expected.subjectPublicKeyInfo())
          ? Optional.of(read.getPrivateKey().getEncoded(ASN1Encoding.DER))
          : Optional.empty();
    } catch (IOException | RuntimeException malformed) {
      return Optional.empty();
    }
  }

  private static boolean names(EncKeyWithID read, ExpectedKey expected) {
    String name =
        read.isIdentifierUTF8String()
            ? ((ASN1String) read.getIdentifier()).getString()
            : text(GeneralName.getInstance(read.getIdentifier()));
    return expected.names().contains(name);
  }

  /** The one name that is taken, or a text that nobody is called. */
  private static String text(GeneralName name) {
    if (name.getTagNo() == GeneralName.rfc822Name) {
      return ((ASN1String) name.getName()).getString();
    }
    if (name.getTagNo() == GeneralName.directoryName) {
      RDN[] rdns = X500Name.getInstance(name.getName()).getRDNs();
      if (rdns.length == 1
          && rdns[0].size() == 1
          && rdns[0].getFirst().getType().equals(BCStyle.CN)
          && rdns[0].getFirst().getValue() instanceof ASN1String value) {
        return value.getString();
      }
    }
    return "";
  }

  private static boolean isPlain(PrivateKeyInfo key, byte[] subjectPublicKeyInfo)
      throws IOException {
    SubjectPublicKeyInfo publicKey = SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo);
    if (!key.getVersion().hasValue(0)
        || key.getAttributes() != null
        || !key.getPrivateKeyAlgorithm().equals(publicKey.getAlgorithm())) {
      return false;
    }
    ASN1Sequence inner = ASN1Sequence.getInstance(key.parsePrivateKey());
    if (!Arrays.equals(inner.getEncoded(ASN1Encoding.DER), key.getPrivateKey().getOctets())) {
      return false;
    }
    return publicKey.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
        ? isPlainRsaKey(inner)
        : isPlainCurveKey(inner, publicKey);
  }

  /** Two primes; the numbers are compared by who adopts the key. */
  private static boolean isPlainRsaKey(ASN1Sequence key) {
    return key.size() == RSA_NUMBERS && ASN1Integer.getInstance(key.getObjectAt(0)).hasValue(0);
  }

  /** Curve and point, which may be written beside the number, are those of the public key. */
  private static boolean isPlainCurveKey(ASN1Sequence key, SubjectPublicKeyInfo publicKey)
      throws IOException {
    if (key.size() < 2
        || !ASN1Integer.getInstance(key.getObjectAt(0)).hasValue(1)
        || ASN1OctetString.getInstance(key.getObjectAt(1)).getOctetsLength() == 0) {
      return false;
    }
    for (int i = 2; i < key.size(); i++) {
      ASN1TaggedObject beside = ASN1TaggedObject.getInstance(key.getObjectAt(i));
      ASN1Encodable same =
          beside.getTagNo() == 0
              ? publicKey.getAlgorithm().getParameters()
              : publicKey.getPublicKeyData();
      ASN1Encodable expected = new DERTaggedObject(true, beside.getTagNo() == 0 ? 0 : 1, same);
      if (!Arrays.equals(encoded(beside.toASN1Primitive()), encoded(expected.toASN1Primitive()))) {
        return false;
      }
    }
    return true;
  }

  private static byte[] encoded(ASN1Primitive value) throws IOException {
    return value.getEncoded(ASN1Encoding.DER);
  }
}
