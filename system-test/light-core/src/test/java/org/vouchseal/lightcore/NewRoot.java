package org.vouchseal.lightcore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.directory.PkiDirectory;

/** A new key for the root of a ceremony, certified by the old one and by itself. */
final class NewRoot {

  private static final X500Name NAME = new X500Name("CN=Second Root,O=Vouchseal Test");

  private final Path pki;

  private NewRoot(Path pki) {
    this.pki = pki;
  }

  /** Adds it to the ceremony's folder, for cores that start afterwards. */
  static void addedTo(DrillGround ground) {
    NewRoot files = new NewRoot(ground.pki());
    byte[] root = ground.directory().certificate("root");
    X500Name oldName = Certificate.getInstance(root).getSubject();
    SigningKey old = ground.token("root").signing(KeyPurpose.ROOT_CA);
    SigningKey fresh = TestSigningKey.generate(KeyAlgorithm.P384);
    files.add("old", root);
    files.add("new-with-new", certificate(NAME, fresh, NAME, fresh.publicKey()));
    files.add("new-with-old", certificate(oldName, old, NAME, fresh.publicKey()));
    files.add("old-with-new", certificate(NAME, fresh, oldName, old.publicKey()));
  }

  private void add(String name, byte[] der) {
    String key = "root-update." + name;
    try {
      Files.write(pki.resolve(key), der);
      Files.writeString(
          pki.resolve(PkiDirectory.INDEX), key + "=" + key + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] certificate(
      X500Name issuer, SigningKey signer, X500Name subject, PublicKey key) {
    Instant now = Instant.now();
    SubjectPublicKeyInfo spki = SubjectPublicKeyInfo.getInstance(key.getEncoded());
    try {
      return new X509v3CertificateBuilder(
              issuer,
              BigInteger.valueOf(now.toEpochMilli()),
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(Duration.ofDays(3650))),
              subject,
              spki)
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
          .addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              new BcX509ExtensionUtils().createSubjectKeyIdentifier(spki))
          .build(new Signer(signer, new ByteArrayOutputStream()))
          .getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Signer(SigningKey key, ByteArrayOutputStream content) implements ContentSigner {

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new AlgorithmIdentifier(new ASN1ObjectIdentifier(key.algorithm().oid()));
    }

    @Override
    public OutputStream getOutputStream() {
      return content;
    }

    @Override
    public byte[] getSignature() {
      return key.sign(content.toByteArray());
    }
  }
}
