package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PBMParameter;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.issuing.Keys;
import org.vouchseal.messages.fixtures.CmpWriter;

/** Under which algorithms a message is protected at the door, and what is said of the others. */
class ProtectionAlgorithmsTest extends OneIssuing {

  @TempDir Path client;

  @ParameterizedTest
  @CsvSource({
    "-digest sha256 -mac hmac-sha1, true, ''",
    "-digest sha256 -mac hmacWithSHA256, true, ''",
    "-digest sha384 -mac hmacWithSHA512, true, ''",
    "-digest sha512 -mac hmacWithSHA256, true, ''",
    "-digest sha1 -mac hmacWithSHA256, false, badAlg",
    "-digest sha1 -mac hmac-sha1, false, badAlg",
    "-digest sha256 -mac hmac-md5, false, badAlg"
  })
  void pbmMadeByOpenssl(String options, boolean accepted, String failInfo) throws Exception {
    Issuing.Enrolment anna = issuing.enrolment("anna@example.org");
    OpensslClient openssl = openssl();
    openssl.key("k.pem");
    OpensslClient.Run run =
        openssl.cmp(
            "signing",
            List.of("-ref", anna.reference(), "-secret", "pass:" + anna.secret()),
            options(
                options,
                "-cmd",
                "ir",
                "-subject",
                anna.subject(),
                "-newkey",
                "k.pem",
                "-unprotected_errors",
                "-popo",
                "1",
                "-certout",
                "c.pem"));

    // with -digest sha1 openssl proves possession under SHA-1, too; the door looks at the MAC first
    assertThat(run.ok()).as(run.output()).isEqualTo(accepted);
    if (!accepted) {
      assertThat(run.output()).contains(failInfo);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RSA-2048,SHA256withRSA,''",
    "RSA-2048,SHA384withRSA,''",
    "RSA-2048,SHA512withRSA,''",
    "RSA-2048,SHA256withRSAandMGF1,''",
    "RSA-3072,SHA512withRSAandMGF1,''",
    "P-256,SHA256withECDSA,''",
    "P-384,SHA384withECDSA,''",
    "Ed25519,Ed25519,''",
    "RSA-2048,SHA1withRSA,badAlg",
    "RSA-2048,MD5withRSA,badAlg",
    "RSA-2048,SHA224withRSA,badAlg",
    "RSA-2048,SHA1withRSAandMGF1,badAlg",
    "P-256,SHA1withECDSA,badAlg",
    "P-256,SHA224withECDSA,badAlg"
  })
  void signatureMadeByBouncyCastle(String kind, String algorithm, String failInfo) {
    KeyPair key = key(kind);
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    X509CertificateHolder certificate = enrolled(anna, key, kind);
    KeyPair device = Keys.p256();

    Applicant.Answer answer =
        anna.send(
            "/p/signing",
            anna.deviceWriter(device)
                .sender(certificate.getSubject())
                .senderKid(null)
                .extraCert(certificate)
                .signed(key.getPrivate(), algorithm));

    assertThat(answer.failure()).isEqualTo(failInfo);
    assertThat(answer.type())
        .isEqualTo(failInfo.isEmpty() ? PKIBody.TYPE_CERT_REP : PKIBody.TYPE_ERROR);
  }

  @ParameterizedTest
  @CsvSource({"-digest sha256, true", "-digest sha512, true", "-digest sha1, false"})
  void ecdsaMadeByOpenssl(String options, boolean accepted) throws Exception {
    Issuing.Enrolment anna = issuing.enrolment("anna@example.org");
    OpensslClient openssl = openssl();
    openssl.key("k.pem");
    openssl.key("k2.pem");
    assertThat(
            openssl
                .mac(
                    "signing",
                    anna.reference(),
                    anna.secret(),
                    "-cmd",
                    "ir",
                    "-subject",
                    anna.subject(),
                    "-newkey",
                    "k.pem",
                    "-certout",
                    "c.pem")
                .ok())
        .isTrue();

    OpensslClient.Run run =
        openssl.cmp(
            "signing",
            List.of("-cert", "c.pem", "-key", "k.pem", "-trusted", Path.of("root.pem").toString()),
            options(
                options,
                "-cmd",
                "cr",
                "-subject",
                anna.subject(),
                "-newkey",
                "k2.pem",
                "-certout",
                "c2.pem"));

    assertThat(run.ok()).as(run.output()).isEqualTo(accepted);
    if (!accepted) {
      assertThat(run.output()).contains("badAlg");
    }
  }

  @Test
  void unknownAlgorithms_areBadAlg() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    AlgorithmIdentifier unknown =
        new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"));
    AlgorithmIdentifier pbm =
        new AlgorithmIdentifier(
            CMPObjectIdentifiers.passwordBasedMac,
            new PBMParameter(new byte[16], unknown, 500, unknown));
    AlgorithmIdentifier md5 =
        new AlgorithmIdentifier(
            CMPObjectIdentifiers.passwordBasedMac,
            new PBMParameter(
                new byte[16],
                new AlgorithmIdentifier(PKCSObjectIdentifiers.md5),
                500,
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256)));
    AlgorithmIdentifier nullMac =
        new AlgorithmIdentifier(CMPObjectIdentifiers.passwordBasedMac, DERNull.INSTANCE);

    assertThat(protectedBy(anna, pbm)).isEqualTo("badAlg");
    assertThat(protectedBy(anna, md5)).isEqualTo("badAlg");
    assertThat(protectedBy(anna, unknown)).isIn("badAlg", "badMessageCheck");
    assertThat(protectedBy(anna, nullMac)).isEqualTo("badDataFormat");
  }

  private static String protectedBy(Applicant who, AlgorithmIdentifier algorithm) {
    return who.send("/p/signing", who.irWriter().withProtectionAlgorithm(algorithm)).failure();
  }

  private static X509CertificateHolder enrolled(Applicant who, KeyPair key, String kind) {
    String algorithm =
        switch (kind) {
          case "Ed25519" -> "Ed25519";
          case "P-256", "P-384" -> "SHA256withECDSA";
          default -> "SHA256withRSA";
        };
    CertRequest request = CmpWriter.certRequest(who.subject(), Applicant.spki(key), null);
    Applicant.Answer ip =
        who.send(
            "/p/signing",
            who.mac(
                who.writer()
                    .request(
                        PKIBody.TYPE_INIT_REQ,
                        request,
                        CmpWriter.signed(request, key.getPrivate(), algorithm))));
    Applicant.Answer confirmed = who.send("/p/signing", who.mac(who.accepting(ip)));
    assertThat(confirmed.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    return ip.certificate();
  }

  private static KeyPair key(String kind) {
    return switch (kind) {
      case "P-256" -> Keys.p256();
      case "P-384" -> Keys.p384();
      case "Ed25519" -> Keys.ed25519();
      default -> Keys.rsa(Integer.parseInt(kind.substring(4)));
    };
  }

  private OpensslClient openssl() throws Exception {
    Path root = client.resolve("root.pem");
    Files.writeString(root, PEM_HEAD + pem() + PEM_TAIL);
    return new OpensslClient(client, issuing.serve(), root);
  }

  private static final String PEM_HEAD = "-----BEGIN CERTIFICATE-----\n";
  private static final String PEM_TAIL = "\n-----END CERTIFICATE-----\n";

  private String pem() {
    return java.util.Base64.getMimeEncoder()
        .encodeToString(issuing.pki.directory.certificate("root"));
  }

  private static List<String> options(String options, String... more) {
    List<String> all = new java.util.ArrayList<>(List.of(options.split(" ")));
    all.addAll(List.of(more));
    return all;
  }
}
