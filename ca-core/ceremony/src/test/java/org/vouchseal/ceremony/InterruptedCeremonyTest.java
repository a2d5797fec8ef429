package org.vouchseal.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.hsm.KeyAbsent;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.model.runtime.HaltPoint;

class InterruptedCeremonyTest {

  private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir private Path folder;

  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Ends the ceremony at the first step it comes to. */
  private static HaltPoint at(List<String> reached) {
    return name -> {
      reached.add(name);
      throw new Interrupted();
    };
  }

  @Test
  void interruptedAfterEveryStepInTurn_isCompletedWithoutMakingAnythingTwice() throws Exception {
    TestCeremony ceremony = TestCeremony.in(folder);
    List<String> reached = new ArrayList<>();
    Map<String, String> files = ceremony.files();
    Map<String, String> keys = publicKeys(ceremony);
    boolean complete = false;
    int runs = 0;
    while (!complete) {
      runs++;
      assertThat(runs).as("%s", reached).isLessThan(100);
      ceremony.clock(Clock.fixed(BEGIN.plus(Duration.ofHours(runs)), ZoneOffset.UTC));
      int before = reached.size();
      try {
        complete = !ceremony.perform(at(reached));
      } catch (Interrupted e) {
        assertThat(reached).hasSize(before + 1);
      }
      assertThat(ceremony.files()).as("after %s", reached).containsAllEntriesOf(files);
      assertThat(publicKeys(ceremony)).as("after %s", reached).containsAllEntriesOf(keys);
      files = ceremony.files();
      keys = publicKeys(ceremony);
      // Signing again is harmless: the bytes are recorded. Going on needs a run without that halt.
      if (reached.get(reached.size() - 1).startsWith("ceremony.signed.")
          || reached.get(reached.size() - 1).equals("ceremony.before-index")) {
        reached.addAll(oneStepFurther(ceremony));
        assertThat(ceremony.files()).containsAllEntriesOf(files);
        files = ceremony.files();
      }
    }

    assertThat(reached)
        .doesNotHaveDuplicates()
        .contains(
            "ceremony.plan",
            "ceremony.key.root.root-ca",
            "ceremony.key.keyservice.kek",
            "ceremony.recorded.root.cer",
            "ceremony.signed.smime.cer",
            "ceremony.written.root.crl",
            "ceremony.written.archive-transport.cer",
            "ceremony.written.ra-main.cer",
            "ceremony.written.receipt.spki",
            "ceremony.index")
        .hasSizeGreaterThan(35);
    assertCertificatesAreTheRecordedOnes(ceremony);
    assertThat(ceremony.directory().certificateNames()).hasSize(7);
  }

  /** Passes the first point and ends at the second. */
  private static List<String> oneStepFurther(TestCeremony ceremony) {
    List<String> reached = new ArrayList<>();
    assertThatThrownBy(
            () ->
                ceremony.perform(
                    name -> {
                      reached.add(name);
                      if (reached.size() == 2) {
                        throw new Interrupted();
                      }
                    }))
        .isInstanceOf(Interrupted.class);
    return reached.subList(1, 2);
  }

  private static void assertCertificatesAreTheRecordedOnes(TestCeremony ceremony) throws Exception {
    for (String name : ceremony.directory().certificateNames()) {
      byte[] tbs =
          Certificate.getInstance(ceremony.directory().certificate(name))
              .getTBSCertificate()
              .getEncoded("DER");
      assertThat(ceremony.files().get("recorded/" + name + ".cer.tbs"))
          .isEqualTo(HexFormat.of().formatHex(tbs));
    }
  }

  private static Map<String, String> publicKeys(TestCeremony ceremony) {
    Map<String, String> found = new TreeMap<>();
    for (String name : TestCeremony.TOKENS) {
      Token token;
      try {
        token = ceremony.token(name);
      } catch (TokenUnavailable notMadeYet) {
        continue;
      }
      for (KeyPurpose purpose :
          Arrays.asList(
              KeyPurpose.ROOT_CA,
              KeyPurpose.SMIME_CA,
              KeyPurpose.TRUST_CA,
              KeyPurpose.CMP_SIGNER,
              KeyPurpose.KGA,
              KeyPurpose.RECEIPT,
              KeyPurpose.OCSP_SMIME,
              KeyPurpose.OCSP_TRUST,
              KeyPurpose.RA_ORDER)) {
        try {
          byte[] spki = token.signing(purpose).publicKey().getEncoded();
          found.put(name + "." + purpose.name(), HexFormat.of().formatHex(spki));
        } catch (KeyAbsent absent) {
          // This token does not hold it, or not yet.
        }
      }
    }
    return found;
  }

  @Test
  void interruptedOnceInTheMiddle_isCompletedInOneGo() throws Exception {
    TestCeremony ceremony = TestCeremony.in(folder);
    HaltPoint halt =
        name -> {
          if (name.equals("ceremony.signed.trust.cer")) {
            throw new Interrupted();
          }
        };
    assertThatThrownBy(() -> ceremony.perform(halt)).isInstanceOf(Interrupted.class);
    Map<String, String> files = ceremony.files();
    assertThatThrownBy(ceremony::directory).hasMessageContaining("no ceremony");

    assertThat(ceremony.perform()).isTrue();

    assertThat(ceremony.files()).containsAllEntriesOf(files);
    assertCertificatesAreTheRecordedOnes(ceremony);
    assertThat(ceremony.perform()).isFalse();
  }
}
