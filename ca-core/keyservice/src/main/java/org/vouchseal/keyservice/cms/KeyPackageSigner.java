package org.vouchseal.keyservice.cms;

import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAttributeTableGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.util.CollectionStore;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.provider.CryptoProviders;

/**
 * Signs key packages as the key generation authority: SignedData version 3 with one signer, named
 * by its subject key identifier, and the signed attributes content-type and message-digest.
 */
final class KeyPackageSigner {

  /** id-ct-KP-aKeyPackage (RFC 5958). */
  static final ASN1ObjectIdentifier KEY_PACKAGE =
      new ASN1ObjectIdentifier("2.16.840.1.101.2.1.2.78.5");

  private final SigningKey key;
  private final X509CertificateHolder certificate;
  private final List<X509CertificateHolder> certificates;
  private final DigestCalculatorProvider digests;

  /**
   * A signer with one key.
   *
   * @param certificate DER of the certificate with EKU cmKGA for that key
   * @param issuer DER of the certificate that issued it
   */
  KeyPackageSigner(SigningKey key, byte[] certificate, byte[] issuer, CryptoProviders providers) {
    try {
      this.key = key;
      this.certificate = new X509CertificateHolder(certificate);
      this.certificates = List.of(this.certificate, new X509CertificateHolder(issuer));
      this.digests =
          new JcaDigestCalculatorProviderBuilder().setProvider(providers.bouncyCastle()).build();
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("the certificate of the key generation authority", e);
    }
  }

  /** DER of the SignedData, without ContentInfo around it. */
  byte[] sign(byte[] keyPackage) {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    try {
      generator.addSignerInfoGenerator(
          new SignerInfoGeneratorBuilder(digests)
              .setSignedAttributeGenerator(new TwoAttributes())
              .build(new TokenContentSigner(key), keyIdentifier()));
      generator.addCertificates(new CollectionStore<>(certificates));
      return generator
          .generate(new CMSProcessableByteArray(KEY_PACKAGE, keyPackage), true)
          .toASN1Structure()
          .getContent()
          .toASN1Primitive()
          .getEncoded(ASN1Encoding.DER);
    } catch (CMSException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot build the signed key package", e);
    }
  }

  private byte[] keyIdentifier() {
    SubjectKeyIdentifier identifier =
        SubjectKeyIdentifier.fromExtensions(certificate.getExtensions());
    if (identifier == null) {
      throw new IllegalStateException(
          "the certificate of the key generation authority has no subject key identifier");
    }
    return identifier.getKeyIdentifier();
  }

  /** No signing time and nothing else: the package says who made it, not when. */
  private static final class TwoAttributes implements CMSAttributeTableGenerator {
    @Override
    @SuppressWarnings("JdkObsolete") // the constructor of AttributeTable asks for a Hashtable
    public AttributeTable getAttributes(Map parameters) {
      Hashtable<ASN1ObjectIdentifier, Attribute> attributes = new Hashtable<>();
      put(attributes, CMSAttributes.contentType, KEY_PACKAGE);
      byte[] digest = (byte[]) Objects.requireNonNull(parameters.get(DIGEST));
      put(attributes, CMSAttributes.messageDigest, new DEROctetString(digest));
      return new AttributeTable(attributes);
    }

    private static void put(
        Hashtable<ASN1ObjectIdentifier, Attribute> attributes,
        ASN1ObjectIdentifier type,
        ASN1Encodable value) {
      attributes.put(type, new Attribute(type, new DERSet(value)));
    }
  }
}
