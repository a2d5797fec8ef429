package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.testdatabase.TestDatabase;

/**
 * The general messages that this machine's openssl knows: 3.0 caCerts alone, 3.2 also a new root,
 * 3.4 also lists and templates.
 */
class OpensslAskingForInformationTest {

  private static final X500Name OLD = new X500Name("CN=Test Root,O=Vouchseal Test,C=DE");
  private static final X500Name NEW = new X500Name("CN=Test Root 2,O=Vouchseal Test,C=DE");

  @TempDir Path folder;
  private Issuing issuing;
  private OpensslClient openssl;
  private Issuing.Enrolment enrolment;

  @BeforeEach
  void start() {
    TestDatabase.shared().clean("issuing");
    TestPki pki = new TestPki(folder);
    TestSigningKey key = TestSigningKey.generate(KeyAlgorithm.P384);
    pki.file("root-update.old", pki.directory.certificate("root"));
    pki.file("root-update.new-with-new", pki.authority(NEW, key, NEW, key.publicKey()));
    pki.file("root-update.new-with-old", pki.authority(OLD, pki.rootKey, NEW, key.publicKey()));
    pki.file("root-update.old-with-new", pki.authority(NEW, key, OLD, pki.rootKey.publicKey()));
    issuing = new Issuing(pki, false);
    openssl = new OpensslClient(folder, issuing.serve(), pki.rootPem());
    openssl.key("k1.pem");
    enrolment = issuing.enrolment("anna@example.org");
  }

  @AfterEach
  void stop() {
    issuing.close();
  }

  private boolean knows(String option) {
    return openssl.run("openssl", "cmp", "-help").output().contains(" " + option + " ");
  }

  /** Every question, each with the file that the answer goes to. */
  private List<List<String>> questions() {
    List<List<String>> questions = new ArrayList<>();
    questions.add(List.of("-infotype", "caCerts", "-cacertsout", "cacerts.pem"));
    if (knows("-newwithnew")) {
      questions.add(
          List.of(
              "-infotype",
              "rootCaCert",
              "-oldwithold",
              "root.pem",
              "-newwithold",
              "nwo.pem",
              "-oldwithnew",
              "own.pem",
              "-newwithnew",
              "nwn.pem"));
    }
    if (knows("-crlout")) {
      questions.add(
          List.of("-infotype", "crlStatusList", "-crlcert", "c1.pem", "-crlout", "crl.pem"));
      questions.add(
          List.of("-infotype", "certReqTemplate", "-keyspec", "keyspec.der", "-template", "t.der"));
    }
    return questions;
  }

  private void answered(OpensslClient.Run run) {
    assertThat(run.ok()).as(run.output()).isTrue();
    assertThat(run.output()).contains("received GENP");
  }

  private String[] asked(List<String> question) {
    List<String> all = new ArrayList<>(List.of("-cmd", "genm"));
    all.addAll(question);
    return all.toArray(String[]::new);
  }

  @Test
  void caCertsUnderTheSecret_areReadAndTheSecretWorksOn() {
    answered(
        openssl.mac(
            "signing",
            enrolment.reference(),
            enrolment.secret(),
            asked(List.of("-infotype", "caCerts", "-cacertsout", "cacerts.pem"))));

    assertThat(enrol().ok()).isTrue();
  }

  private OpensslClient.Run enrol() {
    return openssl.mac(
        "signing",
        enrolment.reference(),
        enrolment.secret(),
        "-cmd",
        "ir",
        "-subject",
        enrolment.subject(),
        "-newkey",
        "k1.pem",
        "-certout",
        "c1.pem");
  }

  @Test
  void everyQuestionThatTheClientKnows_isAnsweredUnderACertificate() throws IOException {
    assertThat(enrol().ok()).isTrue();
    var unusedRuns = issuing.core.crls().run();

    for (List<String> question : questions()) {
      answered(openssl.signed("signing", "c1.pem", "k1.pem", asked(question)));
      String file = question.get(question.size() - 1);
      // 3.0 tells of caCerts without writing them
      assertThat(Files.exists(openssl.file(file)) || file.equals("cacerts.pem")).isTrue();
    }
    if (Files.exists(openssl.file("crl.pem"))) {
      assertThat(openssl.run("openssl", "crl", "-in", "crl.pem", "-noout", "-issuer").output())
          .contains("Test S/MIME CA");
    }
  }
}
