package org.vouchseal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.PasswordRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.messages.fixtures.CmpWriter;

/**
 * A suite asks for keys that the CA makes; openssl opens what it can open, the JDK the rest, and
 * openssl says whether the key fits its certificate.
 */
@Tag("db")
class OutsideSuiteFetchingKeysTest {

  private static final String AES_WRAP = "2.16.840.1.101.3.4.1.45";
  private static final String PWRI_KEK = "1.2.840.113549.1.9.16.3.9";

  @TempDir static Path folder;
  private static Ground ground;
  private static Programs programs;

  @BeforeAll
  static void found() {
    ground = Ground.founded(folder);
    programs = new Programs(folder);
    for (String name : new String[] {"root", "trust"}) {
      String der = programs.write(name + ".der", ground.directory().certificate(name));
      programs.openssl("x509", "-inform", "DER", "-in", der, "-out", name + ".pem").mustSucceed();
    }
  }

  @AfterAll
  static void end() {
    ground.close();
  }

  @ParameterizedTest
  @CsvSource({
    "RSA,SHA256withRSA,encryption",
    "RSA,SHA256withRSA,encryption-compat",
    "EC,SHA256withECDSA,encryption",
    "EC,SHA256withECDSA,encryption-compat"
  })
  void underACertificate_theKeyGoesToItsKey(String algorithm, String signature, String profile)
      throws Exception {
    Holder holder = enrolled(algorithm, signature);
    byte[] answer = ground.post(holder.sign(Asked.centralKey(PKIBody.TYPE_CERT_REQ, profile)));

    RecipientInfo recipient = recipient(answer);
    assertThat(kind(recipient)).isEqualTo(algorithm.equals("RSA") ? "ktri" : "kari");
    boolean byCertificate = algorithm.equals("EC") && profile.equals("encryption-compat");
    assertThat(namesCertificate(recipient)).isEqualTo(byCertificate);
    byte[] signed =
        opened(
            answer,
            "-recip",
            pem("recip.pem", "CERTIFICATE", holder.certificate()),
            "-inkey",
            key(holder.keys().getPrivate()));
    fits(answer, signed, profile);
  }

  @Test
  void compatUnderTheSecret_isOpenedByOpenssl() throws Exception {
    byte[] answer = underSecret("encryption-compat");
    assertThat(wrapping(answer)).isEqualTo(PWRI_KEK);
    fits(answer, opened(answer, "-pwri_password", Ground.SECRET), "encryption-compat");
  }

  @Test
  void encryptionUnderTheSecret_isWrappedByAesAlone() throws Exception {
    byte[] answer = underSecret("encryption");
    assertThat(wrapping(answer)).isEqualTo(AES_WRAP);
    assertThat(enveloped(answer).getVersion().intValueExact()).isEqualTo(3);
    fits(answer, openedByTheJdk(answer), "encryption");
  }

  @Test
  void ed25519Signer_canReceiveNothing() {
    Holder holder = enrolled("Ed25519", "Ed25519");
    byte[] answer = ground.post(holder.sign(Asked.centralKey(PKIBody.TYPE_CERT_REQ, "encryption")));
    assertThat(Asked.failInfo(answer)).isEqualTo(PKIFailureInfo.notAuthorized);
  }

  private record Holder(KeyPair keys, X509CertificateHolder holder, String signature) {
    byte[] sign(CmpWriter message) {
      return message
          .senderKid(null)
          .sender(holder.getSubject())
          .extraCert(holder)
          .signed(keys.getPrivate(), signature);
    }

    byte[] certificate() throws IOException {
      return holder.getEncoded();
    }
  }

  private static Holder enrolled(String algorithm, String signature) {
    KeyPair keys = Asked.keys(algorithm);
    byte[] answer =
        ground.post(
            Asked.localKey(Asked.message(), PKIBody.TYPE_INIT_REQ, keys, signature)
                .pbm(Ground.SECRET, 500));
    return new Holder(keys, Asked.certificate(answer), signature);
  }

  private static byte[] underSecret(String profile) {
    return ground.post(Asked.centralKey(PKIBody.TYPE_INIT_REQ, profile).pbm(Ground.SECRET, 500));
  }

  private static EnvelopedData enveloped(byte[] answer) {
    return EnvelopedData.getInstance(
        Asked.response(answer).getCertifiedKeyPair().getPrivateKey().getValue());
  }

  private static RecipientInfo recipient(byte[] answer) {
    var all = enveloped(answer).getRecipientInfos();
    assertThat(all.size()).isOne();
    return RecipientInfo.getInstance(all.getObjectAt(0));
  }

  /** Issuer and serial, where BouncyCastle looks for nothing else. */
  private static boolean namesCertificate(RecipientInfo recipient) {
    if (recipient.getInfo() instanceof KeyTransRecipientInfo transport) {
      return !transport.getRecipientIdentifier().isTagged();
    }
    KeyAgreeRecipientInfo agreement = KeyAgreeRecipientInfo.getInstance(recipient.getInfo());
    return RecipientEncryptedKey.getInstance(agreement.getRecipientEncryptedKeys().getObjectAt(0))
            .getIdentifier()
            .getIssuerAndSerialNumber()
        != null;
  }

  private static String kind(RecipientInfo recipient) {
    return recipient.toASN1Primitive() instanceof ASN1TaggedObject tagged
        ? new String[] {"", "kari", "kekri", "pwri"}[tagged.getTagNo()]
        : "ktri";
  }

  private static String wrapping(byte[] answer) {
    assertThat(kind(recipient(answer))).isEqualTo("pwri");
    return PasswordRecipientInfo.getInstance(recipient(answer).getInfo())
        .getKeyEncryptionAlgorithm()
        .getAlgorithm()
        .getId();
  }

  private static byte[] opened(byte[] answer, String... by) throws IOException {
    String envelope =
        programs.write(
            "env.der",
            new ContentInfo(CMSObjectIdentifiers.envelopedData, enveloped(answer))
                .getEncoded("DER"));
    List<String> command =
        new ArrayList<>(List.of("openssl", "cms", "-decrypt", "-binary", "-inform", "DER"));
    command.addAll(List.of("-in", envelope, "-out", "signed.der"));
    command.addAll(List.of(by));
    programs.run(command).mustSucceed();
    return Files.readAllBytes(folder.resolve("signed.der"));
  }

  /** As RFC 8018, RFC 3394 and RFC 5652 say, by other code than made it. */
  private static byte[] openedByTheJdk(byte[] answer) throws Exception {
    PasswordRecipientInfo pwri = PasswordRecipientInfo.getInstance(recipient(answer).getInfo());
    assertThat(pwri.getVersion().intValueExact()).isZero();
    PBKDF2Params derivation =
        PBKDF2Params.getInstance(pwri.getKeyDerivationAlgorithm().getParameters());
    assertThat(derivation.getSalt()).isNotEqualTo(CmpWriter.filled(16, 3));
    byte[] wrapping =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(
                new PBEKeySpec(
                    Ground.SECRET.toCharArray(),
                    derivation.getSalt(),
                    derivation.getIterationCount().intValueExact(),
                    derivation.getKeyLength().intValueExact() * 8))
            .getEncoded();
    Cipher unwrap = Cipher.getInstance("AESWrap", "SunJCE");
    unwrap.init(Cipher.UNWRAP_MODE, new SecretKeySpec(wrapping, "AES"));
    var content = enveloped(answer).getEncryptedContentInfo();
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", "SunJCE");
    cipher.init(
        Cipher.DECRYPT_MODE,
        unwrap.unwrap(pwri.getEncryptedKey().getOctets(), "AES", Cipher.SECRET_KEY),
        new IvParameterSpec(
            ASN1OctetString.getInstance(content.getContentEncryptionAlgorithm().getParameters())
                .getOctets()));
    return cipher.doFinal(content.getEncryptedContent().getOctets());
  }

  /** The package is signed by the key generation authority, and its key is the certificate's. */
  private static void fits(byte[] answer, byte[] signedData, String profile) throws Exception {
    programs.write(
        "package.der",
        new ContentInfo(CMSObjectIdentifiers.signedData, SignedData.getInstance(signedData))
            .getEncoded("DER"));
    Files.writeString(
        folder.resolve("chain.pem"),
        Files.readString(folder.resolve("root.pem"))
            + Files.readString(folder.resolve("trust.pem")));
    programs
        .openssl(
            "cms",
            "-verify",
            "-binary",
            "-inform",
            "DER",
            "-in",
            "package.der",
            "-CAfile",
            "chain.pem",
            "-purpose",
            "any",
            "-out",
            "content.der")
        .mustSucceed();
    byte[] content = Files.readAllBytes(folder.resolve("content.der"));
    PrivateKeyInfo key =
        profile.equals("encryption-compat") ? PrivateKeyInfo.getInstance(content) : first(content);
    pem("central.key", "PRIVATE KEY", key.getEncoded());
    pem("central.pem", "CERTIFICATE", Asked.certificate(answer).getEncoded());
    assertThat(programs.openssl("pkey", "-in", "central.key", "-pubout").mustSucceed().output())
        .isEqualTo(
            programs
                .openssl("x509", "-in", "central.pem", "-noout", "-pubkey")
                .mustSucceed()
                .output());
  }

  /** The one key of the package, less its public half, which this openssl does not read. */
  private static PrivateKeyInfo first(byte[] keyPackage) throws IOException {
    ASN1Sequence all = ASN1Sequence.getInstance(keyPackage);
    assertThat(all.size()).isOne();
    PrivateKeyInfo key = PrivateKeyInfo.getInstance(all.getObjectAt(0));
    assertThat(key.hasPublicKey()).isTrue();
    return new PrivateKeyInfo(key.getPrivateKeyAlgorithm(), key.parsePrivateKey());
  }

  private static String key(PrivateKey key) throws IOException {
    return pem("holder.key", "PRIVATE KEY", key.getEncoded());
  }

  private static String pem(String name, String type, byte[] der) throws IOException {
    String text =
        "-----BEGIN "
            + type
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END "
            + type
            + "-----\n";
    return programs.write(name, text.getBytes(StandardCharsets.US_ASCII));
  }
}
