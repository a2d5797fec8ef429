package org.vouchseal.status.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.ContentSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.status.certificate.CertificateStatus;
import org.vouchseal.status.ocsp.OcspAnswer.Freshness;
import org.vouchseal.status.responder.ResponderCertificate;

/**
 * Whole answers, octet for octet, with fixed clock and keys. {@code -Dvouchseal.golden=write}
 * writes the files anew; src/test/resources/golden/README.md.
 */
class GoldenAnswerTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final BigInteger SERIAL = new BigInteger("40000000000000000000000000000001", 16);

  private final CryptoProviders providers = CryptoProviders.of("fallback");
  private final Seeded ca = new Seeded(1);
  private final Seeded responder = new Seeded(2);

  @ParameterizedTest
  @ValueSource(strings = {"good", "revoked", "revoked-unspecified", "unknown", "good-nonce"})
  void answer_isTheGoldenOne(String name) throws Exception {
    CertificateStatus status =
        switch (name) {
          case "revoked" ->
              new CertificateStatus.Revoked(
                  NOW.minusSeconds(3_600).plusMillis(789), RevocationReason.KEY_COMPROMISE);
          case "revoked-unspecified" ->
              new CertificateStatus.Revoked(NOW.minusSeconds(3_600), RevocationReason.UNSPECIFIED);
          case "unknown" -> new CertificateStatus.Unknown();
          default -> new CertificateStatus.Good();
        };
    CertID id = Requests.id("SHA-1", caCertificate(), SERIAL);
    SignedResponses signed = new SignedResponses(providers);
    Freshness freshness = new Freshness(NOW, NOW.plusSeconds(86_400));
    byte[] answer =
        signed.sign(
            List.of(signed.single(id, status, freshness)),
            name.endsWith("nonce") ? Optional.of(Requests.nonce(16)) : Optional.empty(),
            freshness,
            responder,
            new Delegate(
                new ResponderCertificate(
                    "smime", delegate().getEncoded(), NOW, NOW.plusSeconds(86_400)),
                providers));
    compare("ocsp-" + name + ".der", answer);
  }

  @Test
  void errors_areTheGoldenOnes() throws Exception {
    for (int status : new int[] {1, 2, 3, 6}) {
      assertThat(SignedResponses.error(status))
          .isEqualTo(new byte[] {0x30, 3, 0x0a, 1, (byte) status});
    }
  }

  private static void compare(String file, byte[] found) throws Exception {
    if ("write".equals(System.getProperty("vouchseal.golden"))) {
      Files.write(Path.of("src/test/resources/golden", file), found);
    }
    try (InputStream golden = GoldenAnswerTest.class.getResourceAsStream("/golden/" + file)) {
      assertThat(golden).as(file).isNotNull();
      assertThat(found).isEqualTo(golden.readAllBytes());
    }
  }

  private X509CertificateHolder caCertificate() throws Exception {
    X500Name name = new X500Name("CN=Golden CA");
    return new X509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(NOW.minusSeconds(86_400)),
            Date.from(NOW.plusSeconds(86_400 * 3650L)),
            name,
            ca.spki())
        .build(ca.contentSigner());
  }

  private X509CertificateHolder delegate() throws Exception {
    return new X509v3CertificateBuilder(
            caCertificate().getSubject(),
            BigInteger.TWO,
            Date.from(NOW.minusSeconds(60)),
            Date.from(NOW.plusSeconds(86_400 * 29L)),
            new X500Name("CN=Golden OCSP"),
            responder.spki())
        .addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning))
        .addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE)
        .build(ca.contentSigner());
  }

  /** An Ed25519 key out of one repeated octet: its signatures are the same each time. */
  private static final class Seeded implements SigningKey {
    private final Ed25519PrivateKeyParameters privateKey;

    Seeded(int octet) {
      byte[] seed = new byte[32];
      Arrays.fill(seed, (byte) octet);
      privateKey = new Ed25519PrivateKeyParameters(seed);
    }

    SubjectPublicKeyInfo spki() throws Exception {
      return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(privateKey.generatePublicKey());
    }

    ContentSigner contentSigner() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      return new ContentSigner() {
        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
          return new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
        }

        @Override
        public OutputStream getOutputStream() {
          return out;
        }

        @Override
        public byte[] getSignature() {
          return sign(out.toByteArray());
        }
      };
    }

    @Override
    public SignatureAlgorithm algorithm() {
      return SignatureAlgorithm.ED25519;
    }

    @Override
    public java.security.PublicKey publicKey() {
      try {
        return java.security.KeyFactory.getInstance("Ed25519")
            .generatePublic(new java.security.spec.X509EncodedKeySpec(spki().getEncoded()));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public byte[] sign(byte[] message) {
      Ed25519Signer signer = new Ed25519Signer();
      signer.init(true, privateKey);
      signer.update(message, 0, message.length);
      return signer.generateSignature();
    }
  }
}
