package org.vouchseal.systemtest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.PBMParameter;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.RevDetails;
import org.bouncycastle.asn1.cmp.RevReqContent;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.crmf.POPOSigningKey;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.cmp.CMPException;
import org.bouncycastle.cert.cmp.ProtectedPKIMessageBuilder;
import org.bouncycastle.cert.crmf.CRMFException;
import org.bouncycastle.cert.crmf.PKMACBuilder;
import org.bouncycastle.cert.crmf.jcajce.JcePKMACValuesCalculator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Writes the messages of one applicant with BouncyCastle; sending the same again is up to him. */
final class CmpMessages {

  private static final String ECDSA = "SHA256withECDSA";
  private static final int ITERATIONS = 500;
  private static final ASN1ObjectIdentifier PROTOCOL_ENCR_KEY =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.5.1.6");
  private static final BouncyCastleProvider BC = new BouncyCastleProvider();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Applicant.Granted granted;
  private final KeyPair key = pair();
  private final KeyPair deliveryKey = pair();
  private X509CertificateHolder certificate;

  CmpMessages(Applicant.Granted granted) {
    this.granted = granted;
  }

  /** The certificate of an ip or cp. */
  static X509CertificateHolder certificate(PKIMessage answer) {
    return new X509CertificateHolder(
        CertRepMessage.getInstance(answer.getBody().getContent())
            .getResponse()[0]
            .getCertifiedKeyPair()
            .getCertOrEncCert()
            .getCertificate()
            .getX509v3PKCert());
  }

  byte[] ir() {
    CertRequest request =
        new CertRequest(
            new ASN1Integer(0),
            new CertTemplateBuilder().setSubject(subject()).setPublicKey(spki(key)).build(),
            null);
    return underSecret(
        request(PKIBody.TYPE_INIT_REQ, request, possession(request)), octets(), null);
  }

  /** Accepts it; from now on messages are signed under it. */
  byte[] confirmationOfSigning(PKIMessage ip) {
    byte[] confirmation =
        underSecret(acceptance(ip), transaction(ip), ip.getHeader().getSenderNonce().getOctets());
    certificate = certificate(ip);
    return confirmation;
  }

  /** Asks for a key that the service makes. */
  byte[] encryptionRequest() {
    CertRequest request =
        new CertRequest(
            new ASN1Integer(0),
            new CertTemplateBuilder().setSubject(subject()).build(),
            new Controls(new AttributeTypeAndValue(PROTOCOL_ENCR_KEY, spki(deliveryKey))));
    return signed(request(PKIBody.TYPE_CERT_REQ, request, null), octets(), null);
  }

  byte[] confirmationOfEncryption(PKIMessage cp) {
    return signed(acceptance(cp), transaction(cp), cp.getHeader().getSenderNonce().getOctets());
  }

  /** Revokes the own signing certificate. */
  byte[] revocation() {
    return signed(
        new PKIBody(
            PKIBody.TYPE_REVOCATION_REQ,
            new RevReqContent(
                new RevDetails(
                    new CertTemplateBuilder()
                        .setIssuer(certificate.getIssuer())
                        .setSerialNumber(new ASN1Integer(certificate.getSerialNumber()))
                        .build()))),
        octets(),
        null);
  }

  private static PKIBody request(int type, CertRequest request, ProofOfPossession proof) {
    return new PKIBody(type, new CertReqMessages(new CertReqMsg(request, proof, null)));
  }

  private ProofOfPossession possession(CertRequest request) {
    try {
      ContentSigner signer = new JcaContentSignerBuilder(ECDSA).build(key.getPrivate());
      signer.getOutputStream().write(request.getEncoded("DER"));
      return new ProofOfPossession(
          new POPOSigningKey(
              null, signer.getAlgorithmIdentifier(), new DERBitString(signer.getSignature())));
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PKIBody acceptance(PKIMessage answer) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate(answer).getEncoded());
      return new PKIBody(
          PKIBody.TYPE_CERT_CONFIRM,
          CertConfirmContent.getInstance(
              new DERSequence(
                  new DERSequence(
                      new ASN1Encodable[] {new DEROctetString(hash), new ASN1Integer(0)}))));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] underSecret(PKIBody body, byte[] transaction, byte[] recipNonce) {
    try {
      PKMACBuilder macs = new PKMACBuilder(new JcePKMACValuesCalculator().setProvider(BC));
      macs.setParameters(
          new PBMParameter(
              octets(),
              new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256),
              ITERATIONS,
              new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE)));
      return message(2, subject(), body, transaction, recipNonce)
          .setSenderKID(granted.reference().getBytes(StandardCharsets.US_ASCII))
          .build(macs.build(granted.secret().toCharArray()))
          .toASN1Structure()
          .getEncoded("DER");
    } catch (CRMFException | CMPException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] signed(PKIBody body, byte[] transaction, byte[] recipNonce) {
    try {
      return message(3, certificate.getSubject(), body, transaction, recipNonce)
          .setSenderKID(
              SubjectKeyIdentifier.fromExtensions(certificate.getExtensions()).getKeyIdentifier())
          .addCMPCertificate(certificate)
          .build(new JcaContentSignerBuilder(ECDSA).build(key.getPrivate()))
          .toASN1Structure()
          .getEncoded("DER");
    } catch (CMPException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ProtectedPKIMessageBuilder message(
      int version, X500Name sender, PKIBody body, byte[] transaction, byte[] recipNonce) {
    ProtectedPKIMessageBuilder builder =
        new ProtectedPKIMessageBuilder(
                version, new GeneralName(sender), new GeneralName(new X500Name("CN=CA")))
            .setBody(body)
            .setMessageTime(new Date())
            .setTransactionID(transaction)
            .setSenderNonce(octets());
    return recipNonce == null ? builder : builder.setRecipNonce(recipNonce);
  }

  private static byte[] transaction(PKIMessage answer) {
    return answer.getHeader().getTransactionID().getOctets();
  }

  private X500Name subject() {
    return new X500Name(granted.subject());
  }

  private static SubjectPublicKeyInfo spki(KeyPair pair) {
    return SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] octets() {
    byte[] octets = new byte[16];
    RANDOM.nextBytes(octets);
    return octets;
  }
}
