package org.vouchseal.issuing.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.MemoryToken;
import org.vouchseal.issuing.OpenSsl;
import org.vouchseal.issuing.TestPki;
import org.vouchseal.issuing.lint.Linter;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SubjectName;

/** Compares whole DER with files; see golden/README.md for how they are rewritten. */
class GoldenFilesTest {

  private static final boolean UPDATE = Boolean.getBoolean("golden.update");
  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final SerialNumber SERIAL = SerialNumber.ofHex("40112233445566778899aabbccddeeff");
  private static final Mailbox ALICE = Mailbox.parse("alice@example.org");

  private final CryptoProviders providers = CryptoProviders.of("fallback");
  private final TbsSigner signer = new TbsSigner(providers);
  private final TbsComposer composer =
      new TbsComposer(new CertificateAddresses(TestPki.PUBLIC_URL));
  private final KeyPair caPair = caPair();
  private final SigningKey caKey =
      MemoryToken.signingKey(caPair, SignatureAlgorithm.RSA_SHA256, providers);
  private final byte[] signingKey =
      kept("signing.spki", () -> Keys.p256().getPublic().getEncoded());
  private final byte[] encryptionKey =
      kept("encryption.spki", () -> Keys.rsa(2048).getPublic().getEncoded());

  @Test
  void authority_isTheSame() {
    assertGolden("ca.cer", authority());
  }

  @Test
  void signingCertificate_isTheSame() {
    assertGolden(
        "signing.cer",
        subscriber("signing", signingKey, SubjectName.commonName(ALICE.address()), ALICE));
  }

  @Test
  void encryptionCertificate_isTheSame() {
    assertGolden(
        "encryption.cer",
        subscriber("encryption", encryptionKey, SubjectName.commonName(ALICE.address()), ALICE));
  }

  @Test
  void certificateWithEmptySubject_isTheSame() {
    assertGolden(
        "signing-empty-subject.cer",
        subscriber("signing", signingKey, SubjectName.EMPTY, Mailbox.parse("jürgen@example.org")));
  }

  @Test
  void responderCertificate_isTheSame() {
    assertGolden(
        "ocsp-responder.cer",
        certify(
            profile("ocsp-responder"),
            signingKey,
            SubjectName.commonName("Vouchseal OCSP responder smime"),
            List.of(),
            Optional.empty()));
  }

  @Test
  void lists_areTheSame() {
    Instant at = Instant.parse("2026-11-20T08:30:00Z");
    assertGolden(
        "smime.crl",
        list(
            List.of(
                new RevokedEntry(SERIAL, at, RevocationReason.KEY_COMPROMISE),
                new RevokedEntry(SerialNumber.ofHex("5a"), at, RevocationReason.UNSPECIFIED),
                new RevokedEntry(
                    SerialNumber.ofHex("7fffffffffffffffffffffffffffffff"),
                    at,
                    RevocationReason.SUPERSEDED))));
    assertGolden("empty.crl", list(List.of()));
  }

  private byte[] list(List<RevokedEntry> entries) {
    IssuerCertificate issuer = IssuerCertificate.of("smime", authority());
    byte[] tbs =
        new CrlCodec()
            .toBeSigned(
                issuer,
                caKey.algorithm(),
                NOW.toEpochMilli(),
                NOW,
                NOW.plus(Duration.ofDays(7)),
                entries::forEach);
    return signer.sign(tbs, caKey, issuer.subjectPublicKeyInfo());
  }

  private byte[] subscriber(String profile, byte[] spki, SubjectName subject, Mailbox mailbox) {
    return certify(
        profile(profile), spki, subject, List.of(mailbox), Optional.of(AssuranceTier.V1));
  }

  private byte[] certify(
      CertificateProfile profile,
      byte[] spki,
      SubjectName subject,
      List<Mailbox> mailboxes,
      Optional<AssuranceTier> tier) {
    Optional<IssuerCertificate> issuer = Optional.of(IssuerCertificate.of("smime", authority()));
    CertificateContent content =
        new CertificateContent(
            profile,
            issuer,
            SERIAL,
            caKey.algorithm(),
            ValidityPeriod.from(NOW, Duration.ZERO, Duration.ofDays(730), profile, issuer),
            subject,
            mailboxes,
            tier,
            spki);
    return new Linter(composer, false)
        .lint(content)
        .fold(
            plan -> signer.sign(plan.tbs(), caKey, issuer.get().subjectPublicKeyInfo()),
            findings -> {
              throw new AssertionError(findings.toString());
            });
  }

  /** Self-signed, which is enough here: only its name, key and key identifier count. */
  private byte[] authority() {
    CertificateProfile profile = profile("root-ca");
    CertificateContent content =
        new CertificateContent(
            profile,
            Optional.empty(),
            SerialNumber.ofHex("4000"),
            caKey.algorithm(),
            ValidityPeriod.from(
                NOW, Duration.ofDays(1), Duration.ofDays(3650), profile, Optional.empty()),
            SubjectName.commonName("Vouchseal Golden CA"),
            List.of(),
            Optional.empty(),
            caPair.getPublic().getEncoded());
    return signer.sign(composer.compose(content, false), caKey, caPair.getPublic().getEncoded());
  }

  private static CertificateProfile profile(String name) {
    return CertificateProfiles.standard().get(new ProfileName(name));
  }

  private static KeyPair caPair() {
    byte[] pkcs8 = kept("ca-key.pk8", () -> Keys.rsa(2048).getPrivate().getEncoded());
    try {
      KeyFactory factory = KeyFactory.getInstance("RSA");
      RSAPrivateCrtKey key =
          (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return new KeyPair(
          factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())),
          key);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] kept(String name, Supplier<byte[]> first) {
    Path file = FOLDER.resolve(name);
    try {
      if (UPDATE && !Files.exists(file)) {
        Files.write(file, first.get());
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertGolden(String name, byte[] made) {
    Path file = FOLDER.resolve(name);
    try {
      if (UPDATE) {
        Files.write(file, made);
        String kind = name.endsWith(".crl") ? "crl" : "x509";
        OpenSsl.Result text =
            OpenSsl.run(kind, "-inform", "DER", "-in", file.toString(), "-noout", "-text");
        Files.writeString(FOLDER.resolve(name + ".txt"), text.output(), StandardCharsets.UTF_8);
      }
      assertThat(made).isEqualTo(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
