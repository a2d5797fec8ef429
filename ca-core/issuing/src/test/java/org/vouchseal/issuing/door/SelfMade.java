package org.vouchseal.issuing.door;

import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.TestSigningKey;

/** Certificates that no CA of ours signed. */
final class SelfMade {

  private static final KeyPair SIGNER = TestSigningKey.pair(KeyAlgorithm.P256);

  private SelfMade() {}

  /** A certificate for any key under any issuer's name. */
  static X509CertificateHolder certificate(
      X500Name issuer, BigInteger serial, X500Name subject, byte[] subjectPublicKeyInfo) {
    Instant now = Instant.now();
    try {
      return new X509v3CertificateBuilder(
              issuer,
              serial,
              Date.from(now.minusSeconds(86_400)),
              Date.from(now.plusSeconds(86_400L * 300)),
              subject,
              SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(SIGNER.getPrivate()));
    } catch (CertIOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
