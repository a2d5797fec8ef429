package org.vouchseal.issuing.door;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.software.SoftwareToken;
import org.vouchseal.hsm.software.SoftwareTokenAdministration;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.directory.PkiDirectory;

/** The outcome of a small ceremony in a temporary folder: token, certificates, index. */
final class TestPki {

  static final CryptoProviders PROVIDERS = CryptoProviders.of("auto");

  final Path folder;
  final CountingToken token;
  final OrderWriter ra = new OrderWriter("main");
  final TestSigningKey receipt = TestSigningKey.generate(KeyAlgorithm.P256);
  final TestSigningKey rootKey = TestSigningKey.generate(KeyAlgorithm.P384);
  PkiDirectory directory;

  private final Properties index = new Properties();
  private long serial = 1;

  TestPki(Path folder) {
    this.folder = folder;
    this.token = new CountingToken(token());
    index.setProperty("publicUrl", "http://localhost:8080");
    SigningKey smime = token.signing(KeyPurpose.SMIME_CA);
    SigningKey trust = token.signing(KeyPurpose.TRUST_CA);
    X500Name rootName = new X500Name("CN=Test Root,O=Vouchseal Test,C=DE");
    X500Name smimeName = new X500Name("CN=Test S/MIME CA,O=Vouchseal Test,C=DE");
    X500Name trustName = new X500Name("CN=Test Trust CA,O=Vouchseal Test,C=DE");
    ca("root", rootName, rootKey, rootName, rootKey.publicKey());
    ca("smime", rootName, rootKey, smimeName, smime.publicKey());
    ca("trust", rootName, rootKey, trustName, trust.publicKey());
    endEntity(
        "cmp-signer",
        trustName,
        trust,
        new X500Name("CN=Test CMP,O=Vouchseal Test,C=DE"),
        token.signing(KeyPurpose.CMP_SIGNER).publicKey().getEncoded(),
        KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.27")));
    endEntity(
        "ra-main",
        trustName,
        trust,
        new X500Name("CN=main,O=Vouchseal Test,C=DE"),
        ra.publicKey(),
        KeyPurposeId.id_kp_clientAuth);
    rootCrl(rootName);
    key("receipt", receipt.publicKey());
    key("order-decryption", token.agreement(KeyPurpose.ORDER_DECRYPTION).publicKey());
    authority("example.org,example.net", "1000");
  }

  void authority(String mailDomains, String quota) {
    index.setProperty("ra.main.tiers", "V1,V2");
    index.setProperty("ra.main.mailDomains", mailDomains);
    index.setProperty("ra.main.dailyQuota", quota);
    index.setProperty("ra.main.encryptionCompat", "true");
    index.setProperty("ra.main.encryptionClient", "true");
    directory = opened();
  }

  /** Whether the registration authority may order encryption-compat, from the next start on. */
  void compat(boolean allowed) {
    index.setProperty("ra.main.encryptionCompat", Boolean.toString(allowed));
    directory = opened();
  }

  /** The ceremony names no registration authority any more. */
  void withoutAuthority() {
    index.stringPropertyNames().stream().filter(n -> n.startsWith("ra.")).forEach(index::remove);
    directory = opened();
  }

  /** PEM of the root, for clients. */
  Path rootPem() {
    try {
      Path pem = folder.resolve("root.pem");
      return Files.writeString(
          pem,
          "-----BEGIN CERTIFICATE-----\n"
              + java.util.Base64.getMimeEncoder(64, "\n".getBytes())
                  .encodeToString(directory.certificate("root"))
              + "\n-----END CERTIFICATE-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder has this further file, from the next start on. */
  void file(String key, byte[] octets) {
    try {
      Files.write(folder.resolve(key), octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    index.setProperty(key, key);
    directory = opened();
  }

  /** A CA certificate that the folder does not name. */
  byte[] authority(X500Name issuer, SigningKey signer, X500Name subject, PublicKey key) {
    try {
      return authorityBuilder(issuer, signer, subject, key).build(signer(signer)).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rootCrl(X500Name rootName) {
    Date now = Date.from(Instant.now().minus(Duration.ofDays(1)));
    try {
      Files.write(
          folder.resolve("root.crl"),
          new X509v2CRLBuilder(rootName, now)
              .setNextUpdate(Date.from(now.toInstant().plus(Duration.ofDays(365))))
              .build(signer(rootKey))
              .getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    index.setProperty("crl.root", "root.crl");
  }

  private PkiDirectory opened() {
    try (var writer = Files.newBufferedWriter(folder.resolve(PkiDirectory.INDEX))) {
      index.store(writer, "test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PkiDirectory.open(folder);
  }

  private Token token() {
    Path secret = folder.resolve("token-secret");
    Path file = folder.resolve("issuing.p12");
    try {
      Files.createFile(
          secret,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(secret, "0123456789abcdef0123456789abcdef\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SecureRandom random = new SecureRandom();
    var administration = SoftwareTokenAdministration.open(file, secret, PROVIDERS, random);
    for (KeyPurpose purpose :
        new KeyPurpose[] {
          KeyPurpose.SMIME_CA,
          KeyPurpose.TRUST_CA,
          KeyPurpose.CMP_SIGNER,
          KeyPurpose.ORDER_DECRYPTION
        }) {
      administration.ensure(purpose, KeyAlgorithm.P256);
    }
    administration.ensure(KeyPurpose.ORDER_SECRET_SEAL, KeyAlgorithm.AES256);
    return SoftwareToken.open(file, secret, PROVIDERS, random);
  }

  private void ca(
      String name, X500Name issuer, SigningKey signer, X500Name subject, PublicKey key) {
    try {
      certificate(name, authorityBuilder(issuer, signer, subject, key), signer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private X509v3CertificateBuilder authorityBuilder(
      X500Name issuer, SigningKey signer, X500Name subject, PublicKey key) throws IOException {
    return builder(issuer, signer, subject, key.getEncoded())
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
        .addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
  }

  private void endEntity(
      String name,
      X500Name issuer,
      SigningKey signer,
      X500Name subject,
      byte[] key,
      KeyPurposeId purpose) {
    try {
      X509v3CertificateBuilder builder = builder(issuer, signer, subject, key);
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      certificate(name, builder, signer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private X509v3CertificateBuilder builder(
      X500Name issuer, SigningKey signer, X500Name subject, byte[] key) throws IOException {
    Instant now = Instant.now();
    SubjectPublicKeyInfo spki = SubjectPublicKeyInfo.getInstance(key);
    X509ExtensionUtils utils = new BcX509ExtensionUtils();
    return new X509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(serial++),
            Date.from(now.minus(Duration.ofDays(1))),
            Date.from(now.plus(Duration.ofDays(3650))),
            subject,
            spki)
        .addExtension(Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(spki))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            utils.createAuthorityKeyIdentifier(
                SubjectPublicKeyInfo.getInstance(signer.publicKey().getEncoded())));
  }

  private void certificate(String name, X509v3CertificateBuilder builder, SigningKey signer)
      throws IOException {
    Files.write(folder.resolve(name + ".cer"), builder.build(signer(signer)).getEncoded());
    index.setProperty("certificate." + name, name + ".cer");
  }

  private void key(String name, PublicKey key) {
    try {
      Files.write(folder.resolve(name + ".spki"), key.getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    index.setProperty("key." + name, name + ".spki");
  }

  private static ContentSigner signer(SigningKey key) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    return new ContentSigner() {
      @Override
      public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new AlgorithmIdentifier(new ASN1ObjectIdentifier(key.algorithm().oid()));
      }

      @Override
      public java.io.OutputStream getOutputStream() {
        return out;
      }

      @Override
      public byte[] getSignature() {
        return key.sign(out.toByteArray());
      }
    };
  }
}
