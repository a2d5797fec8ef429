package org.vouchseal.lightcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.spec.MGF1ParameterSpec;
import java.util.List;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.GenRepContent;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.crmf.CertificateRequestMessageBuilder;
import org.bouncycastle.cert.crmf.PKIArchiveControlBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.ProfileName;

/**
 * A subscriber made his encryption key. BouncyCastle writes his request, with the transport
 * certificate as he downloads it; openssl reads the certificate, encrypts to it, and opens the
 * message with the key as it comes out of escrow.
 */
@Tag("db")
class ClientMadeKeyTest {

  private static final BouncyCastleProvider BC = new BouncyCastleProvider();
  private static final List<ProfileName> PROFILES =
      List.of(ProfileName.SIGNING, ProfileName.ENCRYPTION_CLIENT);

  @TempDir Path folder;
  private final DrillGround ground = DrillGround.founded("client-made-key");
  private final RegistrationAuthority authority = new RegistrationAuthority(ground);

  @ParameterizedTest
  @EnumSource(names = {"RSA2048", "P256"})
  void keyFromEscrow_opensWhatWasEncryptedToTheCertificate(KeyAlgorithm kind) throws Exception {
    try (Core core = ground.start()) {
      Applicant anna = enrolled(core, "anna@example.org");
      KeyPair key = TestSigningKey.pair(kind);

      Answer cp =
          Answer.of(core.cmp("encryption-client", anna.cr(request(core, key, "anna@example.org"))));
      assertThat(cp.type()).as(cp.error()).isEqualTo(PKIBody.TYPE_CERT_REP);
      X509CertificateHolder certificate = cp.certificate();
      assertThat(Answer.of(core.cmp("encryption-client", anna.signedCertConf(cp))).type())
          .isEqualTo(PKIBody.TYPE_CONFIRM);

      Path pem = pem("CERTIFICATE", certificate.getEncoded(), "anna.pem");
      assertThat(openssl("x509", "-in", pem, "-noout", "-text"))
          .contains(kind == KeyAlgorithm.P256 ? "Key Agreement" : "Key Encipherment")
          .doesNotContain("Digital Signature")
          .contains("email:anna@example.org");
      Path letter = Files.writeString(folder.resolve("letter"), "Dear Anna");
      Path closed = folder.resolve("closed.der");
      String unusedOutput =
          openssl(
              "cms",
              "-encrypt",
              "-binary",
              "-outform",
              "DER",
              "-in",
              letter,
              "-out",
              closed,
              "-recip",
              pem);
      WholeCa whole = new WholeCa(ground);
      String opened =
          whole.withKeyOf(
              anna.reference(),
              octets ->
                  openssl(
                      "cms",
                      "-decrypt",
                      "-inform",
                      "DER",
                      "-in",
                      closed,
                      "-inkey",
                      pem("PRIVATE KEY", octets, "recovered.pem")));
      assertThat(opened).isEqualTo("Dear Anna");
      whole.mustBeSound(List.of(certificate));
      markedWithin(10);
    }
  }

  @Test
  void caProtEncCert_isTheCertificateThatIsDownloaded() throws Exception {
    try (Core core = ground.start()) {
      Applicant anna = enrolled(core, "anna@example.org");

      byte[] genp = core.cmp("encryption-client", anna.ask(CMPObjectIdentifiers.it_caProtEncCert));

      assertThat(
              GenRepContent.getInstance(PKIMessage.getInstance(genp).getBody().getContent())
                  .toInfoTypeAndValueArray()[0]
                  .getInfoValue()
                  .toASN1Primitive()
                  .getEncoded("DER"))
          .isEqualTo(core.pki("archive-transport.cer"));
    }
  }

  @Test
  void keyOfAnother_isRefused_andNothingIsKept() throws Exception {
    try (Core core = ground.start()) {
      Applicant anna = enrolled(core, "anna@example.org");
      KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);

      Answer answer =
          Answer.of(core.cmp("encryption-client", anna.cr(request(core, key, "bob@example.org"))));

      assertThat(answer.type()).isEqualTo(PKIBody.TYPE_ERROR);
      assertThat(DrillGround.query(String.class, "SELECT escrow_id FROM keyservice.escrow"))
          .isEmpty();
    }
  }

  private static void markedWithin(int seconds) throws InterruptedException {
    for (int i = 0; i < seconds * 10; i++) {
      if (!DrillGround.query(String.class, "SELECT escrow_id FROM keyservice.escrow_use")
          .isEmpty()) {
        assertThat(DrillGround.query(String.class, "SELECT escrow_id FROM issuing.key_in_use"))
            .isEmpty();
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the key service does not know that the key is in use");
  }

  private Applicant enrolled(Core core, String mailbox) throws Exception {
    Applicant anna = new Applicant(authority.order(mailbox, PROFILES));
    assertThat(core.registrar("/orders", anna.enrolment().json()).statusCode()).isEqualTo(201);
    Answer ip = Answer.of(core.cmp("signing", anna.ir()));
    assertThat(Answer.of(core.cmp("signing", anna.certConfUnderMac(ip))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
    anna.accept(ip.certificate());
    return anna;
  }

  private static CertReqMessages request(Core core, KeyPair key, String name) throws Exception {
    X509CertificateHolder transport = new X509CertificateHolder(core.pki("archive-transport.cer"));
    CertificateRequestMessageBuilder builder =
        new CertificateRequestMessageBuilder(BigInteger.ZERO)
            .setSubject(new X500Name("CN=anna@example.org"))
            .setPublicKey(SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
    builder.addControl(
        new PKIArchiveControlBuilder(
                PrivateKeyInfo.getInstance(key.getPrivate().getEncoded()),
                new GeneralName(GeneralName.rfc822Name, name))
            .addRecipientGenerator(
                new JceKeyTransRecipientInfoGenerator(
                        new JcaX509CertificateConverter().getCertificate(transport),
                        new JcaAlgorithmParametersConverter()
                            .getAlgorithmIdentifier(
                                PKCSObjectIdentifiers.id_RSAES_OAEP,
                                new OAEPParameterSpec(
                                    "SHA-256",
                                    "MGF1",
                                    MGF1ParameterSpec.SHA256,
                                    PSource.PSpecified.DEFAULT)))
                    .setProvider(BC))
            .build(
                new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC)
                    .setProvider(BC)
                    .build()));
    // the builder writes raVerified where it is told of no proof; ours is the archive
    return new CertReqMessages(
        new CertReqMsg(builder.build().toASN1Structure().getCertReq(), null, null));
  }

  private Path pem(String type, byte[] der, String name) {
    try {
      return Files.writeString(
          folder.resolve(name),
          "-----BEGIN "
              + type
              + "-----\n"
              + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
              + "\n-----END "
              + type
              + "-----\n");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String openssl(Object... arguments) {
    try {
      List<String> command = new java.util.ArrayList<>(List.of("openssl"));
      for (Object argument : arguments) {
        command.add(argument.toString());
      }
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s%n%s", command, said).isZero();
      return said;
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
