package org.vouchseal.sdk.cmp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIHeaderBuilder;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.vouchseal.sdk.x509.Certificates;

/** Header and protection of the messages that we send (RFC 9810 §5.1). */
final class Envelope {

  static final int ID_OCTETS = 16;
  private static final X500Name NULL_DN = X500Name.getInstance(new DERSequence());

  private final Clock clock;
  private final SecureRandom random;

  Envelope(Clock clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /** The first message of a transaction: fresh transactionID and nonce. */
  byte[] opening(int version, PKIBody body, Credential credential, X500Name macSender) {
    PKIHeaderBuilder header =
        header(version, new GeneralName(macSender), recipientOf(credential), credential);
    header.setTransactionID(randomOctets());
    return seal(header, body, credential);
  }

  /** A following message, in answer to one of the CA. */
  byte[] following(
      int version, PKIBody body, Credential credential, PKIHeader own, PKIHeader answer) {
    PKIHeaderBuilder header = header(version, own.getSender(), answer.getSender(), credential);
    header.setTransactionID(own.getTransactionID());
    header.setRecipNonce(answer.getSenderNonce());
    return seal(header, body, credential);
  }

  private PKIHeaderBuilder header(
      int version, GeneralName macSender, GeneralName recipient, Credential credential) {
    boolean signs = credential instanceof SigningCredential;
    GeneralName sender = signs ? senderOf((SigningCredential) credential) : macSender;
    PKIHeaderBuilder header = new PKIHeaderBuilder(version, sender, recipient);
    header.setMessageTime(
        new ASN1GeneralizedTime(Date.from(clock.instant().truncatedTo(ChronoUnit.SECONDS))));
    header.setSenderNonce(randomOctets());
    return header;
  }

  // Nobody told us the CA's name before it has answered: the empty name is for that case.
  private static GeneralName recipientOf(Credential credential) {
    if (credential instanceof SigningCredential signing) {
      return new GeneralName(
          X500Name.getInstance(signing.certificate().getIssuerX500Principal().getEncoded()));
    }
    return new GeneralName(NULL_DN);
  }

  private static GeneralName senderOf(SigningCredential credential) {
    return new GeneralName(
        X500Name.getInstance(credential.certificate().getSubjectX500Principal().getEncoded()));
  }

  private byte[] seal(PKIHeaderBuilder header, PKIBody body, Credential credential) {
    try {
      PKIMessage message =
          credential instanceof SharedSecret secret
              ? authenticated(header, body, secret)
              : signed(header, body, (SigningCredential) credential);
      return message.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("a message of ours cannot be encoded", e);
    }
  }

  private PKIMessage authenticated(PKIHeaderBuilder header, PKIBody body, SharedSecret secret)
      throws IOException {
    AlgorithmIdentifier algorithm = PasswordMac.fresh(random);
    PKIHeader finished =
        header.setProtectionAlg(algorithm).setSenderKID(secret.keyIdentifier()).build();
    byte[] mac = PasswordMac.compute(secret, algorithm, protectedPart(finished, body));
    return new PKIMessage(finished, body, new DERBitString(mac));
  }

  private PKIMessage signed(PKIHeaderBuilder header, PKIBody body, SigningCredential credential)
      throws IOException {
    String name = SignatureAlgorithms.of(credential.key());
    PKIHeader finished =
        header
            .setProtectionAlg(new DefaultSignatureAlgorithmIdentifierFinder().find(name))
            .setSenderKID(keyIdentifier(credential))
            .build();
    try {
      Signature signer = Signature.getInstance(name);
      signer.initSign(credential.key(), random);
      signer.update(protectedPart(finished, body));
      return new PKIMessage(
          finished, body, new DERBitString(signer.sign()), extraCerts(credential.path()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the signing key does not sign", e);
    }
  }

  private static byte[] keyIdentifier(SigningCredential credential) throws IOException {
    byte[] extension = credential.certificate().getExtensionValue("2.5.29.14");
    if (extension == null) {
      throw new IllegalStateException("the signing certificate has no subjectKeyIdentifier");
    }
    return SubjectKeyIdentifier.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension))
        .getKeyIdentifier();
  }

  private static CMPCertificate[] extraCerts(List<java.security.cert.X509Certificate> path) {
    return path.stream()
        .map(c -> new CMPCertificate(Certificate.getInstance(Certificates.der(c))))
        .toArray(CMPCertificate[]::new);
  }

  /** DER of ProtectedPart (RFC 9810 §5.1.3). */
  static byte[] protectedPart(PKIHeader header, PKIBody body) throws IOException {
    return new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {header, body})
        .getEncoded(ASN1Encoding.DER);
  }

  private byte[] randomOctets() {
    byte[] octets = new byte[ID_OCTETS];
    random.nextBytes(octets);
    return octets;
  }
}
