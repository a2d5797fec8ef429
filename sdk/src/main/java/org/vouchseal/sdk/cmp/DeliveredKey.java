package org.vouchseal.sdk.cmp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.KeyAgreeRecipientInformation;
import org.bouncycastle.cms.KeyTransRecipientInformation;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.Selector;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.VouchsealException;
import org.vouchseal.sdk.x509.BouncyCastle;
import org.vouchseal.sdk.x509.CertificateRules;
import org.vouchseal.sdk.x509.Certificates;
import org.vouchseal.sdk.x509.KeyMatch;
import org.vouchseal.sdk.x509.TrustAnchors;

/**
 * Opens the private key that the key service made (RFC 9810 §5.2.2): EnvelopedData to our one-time
 * key over SignedData by a key generation authority over an AsymmetricKeyPackage (RFC 5958) or one
 * bare OneAsymmetricKey.
 *
 * <p>Accepts only a key that belongs to the certificate, from a signer that leads to a trust anchor
 * and carries id-kp-cmKGA, with algorithms on a list of our own.
 */
public final class DeliveredKey {

  private static final ASN1ObjectIdentifier KEY_PACKAGE =
      new ASN1ObjectIdentifier("2.16.840.1.101.2.1.2.78.5");

  private static final Set<ASN1ObjectIdentifier> CONTENT_ENCRYPTION =
      Set.of(
          NISTObjectIdentifiers.id_aes256_CBC,
          NISTObjectIdentifiers.id_aes192_CBC,
          NISTObjectIdentifiers.id_aes128_CBC);

  private static final Set<ASN1ObjectIdentifier> AGREEMENTS =
      Set.of(
          SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme,
          SECObjectIdentifiers.dhSinglePass_stdDH_sha384kdf_scheme,
          SECObjectIdentifiers.dhSinglePass_stdDH_sha512kdf_scheme);

  private static final Set<ASN1ObjectIdentifier> WRAPS =
      Set.of(
          NISTObjectIdentifiers.id_aes256_wrap,
          NISTObjectIdentifiers.id_aes192_wrap,
          NISTObjectIdentifiers.id_aes128_wrap);

  private final TrustAnchors anchors;
  private final Clock clock;

  public DeliveredKey(TrustAnchors anchors, Clock clock) {
    this.anchors = anchors;
    this.clock = clock;
  }

  /**
   * The private key of the granted certificate.
   *
   * @param deliveryKey the one-time key that was named in the request, EC or RSA
   * @throws NotVerified when any check fails
   */
  public PrivateKey open(Grant grant, PrivateKey deliveryKey) {
    byte[] sealed =
        grant.sealedKey().orElseThrow(() -> Refusals.key("the answer brings no private key"));
    try {
      byte[] signed = decrypt(EnvelopedData.getInstance(sealed), deliveryKey);
      PrivateKey key = privateKey(verified(signed, grant.pool()));
      if (!KeyMatch.pair(key, grant.certificate().getPublicKey())) {
        throw Refusals.key("the private key is not that of the certificate");
      }
      return key;
    } catch (VouchsealException refused) {
      throw refused;
    } catch (CMSException | OperatorCreationException e) {
      throw Refusals.key("it cannot be opened", e);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // Bouncy Castle answers hostile octets with unchecked exceptions of many kinds.
      throw Refusals.key("it is malformed", e);
    }
  }

  private static byte[] decrypt(EnvelopedData envelope, PrivateKey key) throws CMSException {
    CMSEnvelopedData data =
        new CMSEnvelopedData(new ContentInfo(CMSObjectIdentifiers.envelopedData, envelope));
    if (!envelope
        .getEncryptedContentInfo()
        .getContentType()
        .equals(CMSObjectIdentifiers.signedData)) {
      throw Refusals.key("what is encrypted is not signed data");
    }
    if (!CONTENT_ENCRYPTION.contains(data.getContentEncryptionAlgorithm().getAlgorithm())) {
      throw Refusals.key(
          "it is encrypted with " + data.getContentEncryptionAlgorithm().getAlgorithm());
    }
    Collection<RecipientInformation> recipients = data.getRecipientInfos().getRecipients();
    if (recipients.size() != 1) {
      throw Refusals.key("it has " + recipients.size() + " recipients and not one");
    }
    RecipientInformation recipient = recipients.iterator().next();
    return recipient.getContent(opener(recipient, key));
  }

  private static Recipient opener(RecipientInformation recipient, PrivateKey key) {
    AlgorithmIdentifier algorithm = recipient.getKeyEncryptionAlgorithm();
    if (recipient instanceof KeyAgreeRecipientInformation && key instanceof ECPrivateKey) {
      AlgorithmIdentifier wrap = AlgorithmIdentifier.getInstance(algorithm.getParameters());
      if (!AGREEMENTS.contains(algorithm.getAlgorithm()) || !WRAPS.contains(wrap.getAlgorithm())) {
        throw Refusals.key("its key agreement is " + algorithm.getAlgorithm());
      }
      return new JceKeyAgreeEnvelopedRecipient(key).setProvider(BouncyCastle.provider());
    }
    if (recipient instanceof KeyTransRecipientInformation && !(key instanceof ECPrivateKey)) {
      if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSAES_OAEP)) {
        throw Refusals.key("its key transport is " + algorithm.getAlgorithm());
      }
      return new JceKeyTransEnvelopedRecipient(key).setProvider(BouncyCastle.provider());
    }
    throw Refusals.key("its recipient is of a kind that was not asked for");
  }

  private byte[] verified(byte[] signed, List<X509Certificate> pool)
      throws CMSException, OperatorCreationException, IOException {
    CMSSignedData data =
        new CMSSignedData(
            new ContentInfo(CMSObjectIdentifiers.signedData, SignedData.getInstance(signed)));
    Collection<SignerInformation> signers = data.getSignerInfos().getSigners();
    if (signers.size() != 1 || data.getSignedContent() == null) {
      throw Refusals.key("it is not signed by exactly one signer");
    }
    if (!data.getSignedContent().getContentType().equals(KEY_PACKAGE)) {
      throw Refusals.key("what is signed is not a key package");
    }
    SignerInformation signer = signers.iterator().next();
    X509Certificate certificate = signerCertificate(data, signer);
    List<X509Certificate> known = new ArrayList<>(pool);
    for (X509CertificateHolder holder : data.getCertificates().getMatches(null)) {
      known.add(Certificates.ofDer(holder.getEncoded()));
    }
    CertificateRules.requireService(
        anchors.chain(certificate, known, clock.instant()), CertificateRules.PURPOSE_CM_KGA);
    if (signer.getSignedAttributes() == null
        || !SignatureAlgorithms.accepted(signatureAlgorithm(signer))) {
      throw Refusals.key("its signature has a form that is not accepted");
    }
    if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate))) {
      throw Refusals.key("its signature is wrong");
    }
    return (byte[]) data.getSignedContent().getContent();
  }

  // Some signers write the key's algorithm here and leave the hash to digestAlgorithm.
  private static ASN1ObjectIdentifier signatureAlgorithm(SignerInformation signer) {
    ASN1ObjectIdentifier named = new ASN1ObjectIdentifier(signer.getEncryptionAlgOID());
    boolean keyOnly =
        named.equals(PKCSObjectIdentifiers.rsaEncryption)
            || named.equals(X9ObjectIdentifiers.id_ecPublicKey);
    boolean sha2 =
        Set.of(
                NISTObjectIdentifiers.id_sha256.getId(),
                NISTObjectIdentifiers.id_sha384.getId(),
                NISTObjectIdentifiers.id_sha512.getId())
            .contains(signer.getDigestAlgOID());
    return keyOnly && sha2 ? PKCSObjectIdentifiers.sha256WithRSAEncryption : named;
  }

  @SuppressWarnings("unchecked")
  private static X509Certificate signerCertificate(CMSSignedData data, SignerInformation signer)
      throws IOException {
    Collection<X509CertificateHolder> found =
        data.getCertificates().getMatches((Selector<X509CertificateHolder>) signer.getSID());
    if (found.size() != 1) {
      throw Refusals.key("the certificate of its signer is not in it");
    }
    return Certificates.ofDer(found.iterator().next().getEncoded());
  }

  private static PrivateKey privateKey(byte[] content)
      throws IOException, GeneralSecurityException {
    ASN1Sequence outer = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(content));
    boolean bare = outer.size() > 0 && outer.getObjectAt(0) instanceof ASN1Integer;
    if (!bare && outer.size() != 1) {
      throw Refusals.key("its package holds " + outer.size() + " keys and not one");
    }
    PrivateKeyInfo key = PrivateKeyInfo.getInstance(bare ? outer : outer.getObjectAt(0));
    // The JDK's key factories read version 1 of the structure only.
    PrivateKeyInfo plain = new PrivateKeyInfo(key.getPrivateKeyAlgorithm(), key.parsePrivateKey());
    return KeyFactory.getInstance(
            key.getPrivateKeyAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                ? "EC"
                : "RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(plain.getEncoded(ASN1Encoding.DER)));
  }
}
