package org.vouchseal.hsm.software;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.provider.CryptoProviders;

/**
 * A self-signed certificate that nobody ever sees: the key store keeps a private key only beside
 * one. Its public key is the only thing read from it.
 */
final class PlaceholderCertificate {

  private static final Date FIRST_DAY = Date.from(Instant.parse("2000-01-01T00:00:00Z"));
  private static final Date LAST_DAY = Date.from(Instant.parse("9999-12-31T23:59:59Z"));

  private PlaceholderCertificate() {}

  static Certificate of(
      Alias alias, KeyPair keys, KeyAlgorithm algorithm, CryptoProviders providers) {
    X500Name name = new X500Name("CN=placeholder for " + alias.purpose().name());
    try {
      ContentSigner signer =
          new JcaContentSignerBuilder(SignatureAlgorithm.preferredFor(algorithm).jcaName())
              .setProvider(providers.bouncyCastle())
              .build(keys.getPrivate());
      return new JcaX509CertificateConverter()
          .setProvider("SUN")
          .getCertificate(
              new X509v3CertificateBuilder(
                      name,
                      BigInteger.ONE,
                      FIRST_DAY,
                      LAST_DAY,
                      name,
                      SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()))
                  .build(signer));
    } catch (OperatorCreationException | CertificateException e) {
      throw new TokenUnavailable("cannot make a placeholder certificate for " + alias, e);
    }
  }
}
