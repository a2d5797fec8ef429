package org.vouchseal.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CertOrEncCert;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.CertResponse;
import org.bouncycastle.asn1.cmp.CertifiedKeyPair;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.messages.asn1.DerLimits;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.cmp.MacLimits;
import org.vouchseal.messages.cmp.MacProtection;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.messages.cmp.ProofOfPossession;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.messages.x509.ForeignSignatures;

/**
 * What an issuance costs without database, HTTP, orders, lint and audit: read an ir, verify its MAC
 * and proof of possession, sign a certificate, verify that signature, build an ip under the same
 * kind of MAC.
 */
final class InMemoryFloor implements Load {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final CryptoProviders providers = CryptoProviders.of("auto");
  private final ForeignSignatures signatures = new ForeignSignatures(providers);
  private final CmpReader reader = new CmpReader(DerLimits.MESSAGE);
  private final MacProtection macs =
      new MacProtection(providers, MacLimits.DEFAULT, new SecureRandom());
  private final KeyPair ca = TestSigningKey.pair(KeyAlgorithm.P256);
  private final byte[] ir;
  private double microseconds;

  InMemoryFloor() {
    KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);
    this.ir =
        new CmpWriter()
            .request(
                PKIBody.TYPE_INIT_REQ,
                "CN=anna@example.org",
                SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()),
                key.getPrivate(),
                "SHA256withECDSA")
            .pbm(CmpWriter.SECRET, 500);
  }

  @Override
  public String name() {
    return "issuance in memory, one thread";
  }

  /** Processor time of one, in the last round. */
  double microseconds() {
    return microseconds;
  }

  @Override
  public double run(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    long cpu = THREADS.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long done = 0;
    while (System.nanoTime() < end) {
      issue();
      done++;
    }
    microseconds = (THREADS.getCurrentThreadCpuTime() - cpu) / 1000.0 / done;
    return done * 1e9 / (System.nanoTime() - start);
  }

  private void issue() {
    ReceivedMessage message = reader.read(ir).result().orElseThrow();
    try (MacSecret secret = MacSecret.of(CmpWriter.SECRET.getBytes(StandardCharsets.US_ASCII))) {
      if (macs.verify(message, secret).result().isEmpty()) {
        throw new IllegalStateException("the MAC does not hold");
      }
    }
    SubjectPublicKeyInfo key =
        new ProofOfPossession(signatures).verify(message, 0).result().orElseThrow();
    byte[] certificate = certificate(key);
    byte[] unusedAnswer = ip(certificate);
  }

  private byte[] certificate(SubjectPublicKeyInfo key) {
    try {
      Instant now = Instant.now();
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              new X500Name("CN=floor"),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(now),
              Date.from(now.plusSeconds(86_400)),
              new X500Name("CN=anna@example.org"),
              key);
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      Signature signer = providers.signature(SignatureAlgorithm.ECDSA_SHA256);
      signer.initSign(ca.getPrivate());
      byte[] der =
          builder
              .build(
                  new JcaSigner(
                      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256), signer))
              .getEncoded();
      verify(der, ca.getPublic());
      return der;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void verify(byte[] der, PublicKey key) throws Exception {
    org.bouncycastle.asn1.x509.Certificate read =
        org.bouncycastle.asn1.x509.Certificate.getInstance(der);
    Signature verifier = providers.signature(SignatureAlgorithm.ECDSA_SHA256);
    verifier.initVerify(key);
    verifier.update(read.getTBSCertificate().getEncoded("DER"));
    if (!verifier.verify(read.getSignature().getOctets())) {
      throw new IllegalStateException("our own signature does not verify");
    }
  }

  private static byte[] ip(byte[] certificate) {
    CertResponse response =
        new CertResponse(
            new ASN1Integer(0),
            new PKIStatusInfo(PKIStatus.granted),
            new CertifiedKeyPair(
                new CertOrEncCert(
                    new CMPCertificate(
                        org.bouncycastle.asn1.x509.Certificate.getInstance(certificate)))),
            null);
    return new CmpWriter()
        .body(
            new PKIBody(
                PKIBody.TYPE_INIT_REP, new CertRepMessage(null, new CertResponse[] {response})))
        .pbm(CmpWriter.SECRET, 500);
  }
}
