package org.vouchseal.api.http;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Somebody who has a signing certificate and proves it. */
final class SignedProofs {

  private final X509CertificateHolder certificate;
  private final ContentSigner signer;

  SignedProofs() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      KeyPair pair = generator.generateKeyPair();
      signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      X500Name name = new X500Name("CN=anna@example.org");
      Instant now = Instant.parse("2026-11-22T12:00:00Z");
      certificate =
          new JcaX509v3CertificateBuilder(
                  name,
                  new BigInteger(100, ThreadLocalRandom.current()).setBit(100),
                  Date.from(now),
                  Date.from(now.plusSeconds(1_000_000)),
                  name,
                  pair.getPublic())
              .build(signer);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  String serial() {
    String hex = certificate.getSerialNumber().toString(16);
    return hex.length() % 2 == 0 ? hex : "0" + hex;
  }

  String over(String text) {
    try {
      SignerInfoGenerator info =
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .build(signer, certificate);
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(info);
      generator.addCertificates(new JcaCertStore(List.of(certificate)));
      byte[] cms =
          generator
              .generate(new CMSProcessableByteArray(text.getBytes(StandardCharsets.US_ASCII)), true)
              .toASN1Structure()
              .getEncoded("DER");
      return Base64.getEncoder().encodeToString(cms);
    } catch (GeneralSecurityException | OperatorCreationException | CMSException | IOException e) {
      throw new AssertionError(e);
    }
  }
}
