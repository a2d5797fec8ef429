package org.vouchseal.issuing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.issuance.SignAtCeremony;
import org.vouchseal.issuing.issuance.SignedReceipt;
import org.vouchseal.issuing.lint.LintedPlan;
import org.vouchseal.issuing.lint.Linter;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.x509.CertificateAddresses;
import org.vouchseal.issuing.x509.CertificateContent;
import org.vouchseal.issuing.x509.IssuerCertificate;
import org.vouchseal.issuing.x509.TbsComposer;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.issuing.x509.ValidityPeriod;
import org.vouchseal.model.EscrowReceipt;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.directory.PkiDirectory;

/**
 * A whole hierarchy, made as the ceremony makes it: root, S/MIME CA, trust-services CA, services.
 */
public final class TestPki {

  public static final String PUBLIC_URL = "http://pki.vouchseal.test";
  public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final CryptoProviders providers = CryptoProviders.of("auto");
  private final CertificateProfiles profiles = CertificateProfiles.standard();
  private final Linter linter =
      new Linter(new TbsComposer(new CertificateAddresses(PUBLIC_URL)), false);
  private final SecureRandom random = new SecureRandom();
  private final MemoryToken token = new MemoryToken(providers);
  private final Map<String, byte[]> certificates = new LinkedHashMap<>();
  private final KeyPair receipt = Keys.p256();

  private TestPki() {
    KeyPair rootKey = Keys.p384();
    SigningKey root = MemoryToken.signingKey(rootKey, SignatureAlgorithm.ECDSA_SHA384, providers);
    certificates.put(
        "root",
        certify(CertificateProfiles.ROOT_CA, Optional.empty(), root, "Vouchseal Test Root", root));
    IssuerCertificate rootCa = issuer("root");
    SigningKey smime = key(KeyPurpose.SMIME_CA);
    SigningKey trust = key(KeyPurpose.TRUST_CA);
    Optional<IssuerCertificate> byRoot = Optional.of(rootCa);
    certificates.put(
        "smime",
        certify(CertificateProfiles.SMIME_CA, byRoot, root, "Vouchseal Test S/MIME CA", smime));
    certificates.put(
        "trust",
        certify(CertificateProfiles.TRUST_CA, byRoot, root, "Vouchseal Test Trust CA", trust));
    Optional<IssuerCertificate> byTrust = Optional.of(issuer("trust"));
    certificates.put(
        "cmp-signer",
        certify(CertificateProfiles.CMP_SIGNER, byTrust, trust, "CMP", key(KeyPurpose.CMP_SIGNER)));
    certificates.put(
        "kga", certify(CertificateProfiles.KGA, byTrust, trust, "KGA", key(KeyPurpose.KGA)));
    certificates.put(
        "ra-main",
        certify(CertificateProfiles.RA_ORDER, byTrust, trust, "RA", key(KeyPurpose.RA_ORDER)));
  }

  public static TestPki create() {
    return new TestPki();
  }

  public CryptoProviders providers() {
    return providers;
  }

  public MemoryToken token() {
    return token;
  }

  public byte[] certificate(String name) {
    return certificates.get(name).clone();
  }

  public IssuerCertificate issuer(String name) {
    return IssuerCertificate.of(name, certificates.get(name));
  }

  public byte[] receiptKey() {
    return receipt.getPublic().getEncoded();
  }

  /** The receipt, signed by this hierarchy's receipt key. */
  public SignedReceipt signed(EscrowReceipt statement) {
    SigningKey key = MemoryToken.signingKey(receipt, SignatureAlgorithm.ECDSA_SHA256, providers);
    return new SignedReceipt(statement, key.sign(statement.statement()));
  }

  /** Writes everything as the ceremony does. */
  public PkiDirectory writeTo(Path folder) {
    Properties index = new Properties();
    index.setProperty("publicUrl", PUBLIC_URL);
    try {
      for (Map.Entry<String, byte[]> certificate : certificates.entrySet()) {
        String file = certificate.getKey() + ".cer";
        Files.write(folder.resolve(file), certificate.getValue());
        index.setProperty("certificate." + certificate.getKey(), file);
      }
      Files.write(folder.resolve("receipt.spki"), receiptKey());
      index.setProperty("key.receipt", "receipt.spki");
      try (var out = Files.newBufferedWriter(folder.resolve(PkiDirectory.INDEX))) {
        index.store(out, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PkiDirectory.open(folder);
  }

  private SigningKey key(KeyPurpose purpose) {
    return token.put(purpose, Keys.p256(), SignatureAlgorithm.ECDSA_SHA256);
  }

  private byte[] certify(
      ProfileName name,
      Optional<IssuerCertificate> issuer,
      SigningKey issuerKey,
      String commonName,
      SigningKey subjectKey) {
    CertificateProfile profile = profiles.get(name);
    CertificateContent content =
        new CertificateContent(
            profile,
            issuer,
            SerialNumber.random(random),
            issuerKey.algorithm(),
            ValidityPeriod.from(BEGIN, Duration.ZERO, Duration.ofDays(9131), profile, issuer),
            SubjectName.commonName(commonName),
            List.of(),
            Optional.empty(),
            subjectKey.publicKey().getEncoded());
    LintedPlan plan =
        linter
            .lint(content)
            .fold(
                linted -> linted,
                findings -> {
                  throw new IllegalStateException(findings.toString());
                });
    return new SignAtCeremony(new TbsSigner(providers)).sign(plan, issuerKey);
  }
}
