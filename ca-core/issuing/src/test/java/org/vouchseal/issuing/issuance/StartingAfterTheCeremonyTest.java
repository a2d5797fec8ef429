package org.vouchseal.issuing.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.issuing.TestCore;
import org.vouchseal.issuing.TestPki;
import org.vouchseal.issuing.x509.CertificateFacts;
import org.vouchseal.model.directory.PkiDirectory;

class StartingAfterTheCeremonyTest {

  private final TestCore test = new TestCore();

  @Test
  void everyCertificate_isImportedOnce(@TempDir Path folder) {
    PkiDirectory directory = test.pki().writeTo(folder);
    test.core().ceremonyImport().run(directory);
    test.assemble("node-2").ceremonyImport().run(directory);
    assertThat(test.count("certificate")).isEqualTo(6);
    assertThat(test.count("audit_event")).isEqualTo(6);
    CertificateFacts kga = CertificateFacts.of(test.pki().certificate("kga"));
    test.transactions()
        .run(
            () ->
                assertThat(test.core().certificates().find("trust", kga.serial()))
                    .get()
                    .extracting(IssuedCertificate::state)
                    .isEqualTo(CertificateState.CONFIRMED));
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void certificateOfAnotherHierarchy_stopsTheStart(@TempDir Path folder) throws Exception {
    PkiDirectory directory = test.pki().writeTo(folder);
    Files.write(folder.resolve("kga.cer"), TestPki.create().certificate("kga"));
    assertThatThrownBy(() -> test.core().ceremonyImport().run(directory))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("kga");
  }

  @Test
  void keyOfAService_isNeverAnApplicants(@TempDir Path folder) {
    test.core().ceremonyImport().run(test.pki().writeTo(folder));
    byte[] kga =
        org.vouchseal.issuing.x509.IssuerCertificate.of("kga", test.pki().certificate("kga"))
            .subjectPublicKeyInfo();
    RefusalReason reason =
        test.core()
            .issuance()
            .record(test.signingRequest("tx-1", kga))
            .fold(recorded -> null, RecordingOutcome.Refused::reason);
    assertThat(reason).isEqualTo(RefusalReason.KEY_OF_OTHER_USE);
  }
}
