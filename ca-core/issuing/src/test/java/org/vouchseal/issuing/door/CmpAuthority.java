package org.vouchseal.issuing.door;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIMessages;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.directory.RegisteredAuthorities;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;

/**
 * A registration authority of somebody else, which speaks CMP under a certificate of its own CA.
 */
final class CmpAuthority {

  final String name;
  final KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);
  final X509CertificateHolder certificate;

  CmpAuthority(String name) {
    this(name, KeyPurposeId.id_kp_cmcRA);
  }

  CmpAuthority(String name, KeyPurposeId purpose) {
    this.name = name;
    this.certificate = certificate(name, purpose);
  }

  private X509CertificateHolder certificate(String name, KeyPurposeId purpose) {
    Instant now = Instant.now();
    try {
      return new JcaX509v3CertificateBuilder(
              new X500Name("CN=a CA that nobody here knows"),
              BigInteger.valueOf(name.hashCode() & 0xffffL),
              Date.from(now.minusSeconds(86_400)),
              Date.from(now.plusSeconds(86_400L * 300)),
              new X500Name("CN=RA " + name),
              key.getPublic())
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
          .build(
              new JcaContentSignerBuilder("SHA256withECDSA")
                  .build(TestSigningKey.pair(KeyAlgorithm.P256).getPrivate()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Registered for example.org and V1; what is special is changed by the caller. */
  CmpAuthority registered(Room issuing, int quota, boolean raVerified) {
    try {
      registry(issuing.pki.folder)
          .put(
              new RegistrationAuthorityEntry(
                  name,
                  RegistrationAuthorityEntry.Speech.CMP,
                  certificate.getEncoded(),
                  List.of("V1"),
                  List.of("example.org"),
                  quota,
                  false,
                  false,
                  raVerified));
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
    takenOver(issuing);
    return this;
  }

  CmpAuthority registered(Room issuing) {
    return registered(issuing, 100, false);
  }

  void removed(Room issuing) {
    boolean unusedThere = registry(issuing.pki.folder).remove(name);
    takenOver(issuing);
  }

  private static void takenOver(Room issuing) {
    issuing.clock.advance(java.time.Duration.ofSeconds(6));
    issuing.runDue();
  }

  private static RegisteredAuthorities registry(Path folder) {
    return new RegisteredAuthorities(folder);
  }

  byte[] signed(CmpWriter writer) {
    return Applicant.signed(writer, certificate, key);
  }

  /** What an ir asks for: a mailbox in subjectAltName, a subject or none. */
  static CertRequest request(String subject, String mailbox, KeyPair key) {
    CertTemplateBuilder template = new CertTemplateBuilder().setPublicKey(Applicant.spki(key));
    if (subject != null) {
      template.setSubject(new X500Name(subject));
    }
    if (mailbox != null) {
      try {
        template.setExtensions(
            new Extensions(
                new Extension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.rfc822Name, mailbox))
                        .getEncoded())));
      } catch (java.io.IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return new CertRequest(new ASN1Integer(0), template.build(), null);
  }

  static CmpWriter fresh(Room issuing) {
    byte[] id = new byte[16];
    byte[] nonce = new byte[16];
    issuing.random.nextBytes(id);
    issuing.random.nextBytes(nonce);
    return new CmpWriter()
        .messageTime(issuing.clock.instant())
        .transactionId(id)
        .senderNonce(nonce);
  }

  /** An ir for the key, proved by it. */
  static CmpWriter ir(Room issuing, String mailbox, KeyPair key) {
    CertRequest request = request(null, mailbox, key);
    return fresh(issuing)
        .request(
            PKIBody.TYPE_INIT_REQ,
            request,
            CmpWriter.signed(request, key.getPrivate(), "SHA256withECDSA"));
  }

  /** The same, proved by the word of the registration authority. */
  static CmpWriter vouched(Room issuing, String mailbox, KeyPair key) {
    return fresh(issuing)
        .request(PKIBody.TYPE_INIT_REQ, request(null, mailbox, key), new ProofOfPossession());
  }

  /** A nested message around others. */
  byte[] nested(Room issuing, byte[]... messages) {
    PKIMessage[] all =
        java.util.Arrays.stream(messages).map(PKIMessage::getInstance).toArray(PKIMessage[]::new);
    return signed(fresh(issuing).body(new PKIBody(PKIBody.TYPE_NESTED, new PKIMessages(all))));
  }
}
