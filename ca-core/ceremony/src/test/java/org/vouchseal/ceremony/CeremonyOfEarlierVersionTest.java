package org.vouchseal.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.hsm.KeyAbsent;
import org.vouchseal.hsm.KeyPurpose;

/** An installation whose ceremony knew nothing of the archive's transport key. */
class CeremonyOfEarlierVersionTest {

  private static final String ENTRY = "certificate.archive-transport";
  @TempDir Path folder;
  private TestCeremony ceremony;
  private String wholePlan;

  @BeforeEach
  void performedBefore() throws IOException {
    ceremony = TestCeremony.in(folder);
    wholePlan = Files.readString(ceremony.plan());
    String earlier =
        wholePlan
            .replaceAll("(?m)^  archive-transport:\\n(    .*\\n)+", "")
            .replaceAll("(?m)^    encryptionClient: .*\\n", "");
    assertThat(earlier).doesNotContain("encryptionClient:", "  archive-transport:");
    Files.writeString(ceremony.plan(), earlier);
    assertThat(ceremony.perform()).isTrue();
    assertThat(ceremony.directory().findCertificate("archive-transport")).isEmpty();
    assertThatThrownBy(() -> ceremony.token("keyservice").decryption(KeyPurpose.ARCHIVE_TRANSPORT))
        .isInstanceOf(KeyAbsent.class);
  }

  @Test
  void samePlan_leavesEveryByteAlone() {
    var before = ceremony.files();

    assertThat(ceremony.perform()).isFalse();

    assertThat(ceremony.files()).isEqualTo(before);
  }

  @Test
  void planWithTheNewEntry_addsKeyAndCertificate_andNothingElseChanges() throws Exception {
    var before = ceremony.files();
    Files.writeString(ceremony.plan(), wholePlan);

    assertThat(ceremony.perform()).isTrue();

    var after = new TreeMap<>(ceremony.files());
    assertThat(ceremony.certificate("archive-transport").getPublicKey().getEncoded())
        .isEqualTo(
            ceremony
                .token("keyservice")
                .decryption(KeyPurpose.ARCHIVE_TRANSPORT)
                .publicKey()
                .getEncoded());
    ceremony.certificate("archive-transport").verify(ceremony.certificate("trust").getPublicKey());
    after.keySet().removeIf(name -> name.contains("archive-transport"));
    after.remove("pki.properties");
    var kept = new TreeMap<>(before);
    kept.remove("pki.properties");
    assertThat(after).isEqualTo(kept);
    assertThat(Files.readString(ceremony.pki().resolve("pki.properties"))).contains(ENTRY);
    assertThat(ceremony.directory().registrationAuthorities())
        .allMatch(authority -> !authority.encryptionClient());
    assertThat(ceremony.perform()).isFalse();
  }

  @Test
  void additionInterruptedAnywhere_isCompletedByTheNextStart() throws Exception {
    Files.writeString(ceremony.plan(), wholePlan);
    for (String point :
        new String[] {
          "ceremony.key.keyservice.archive-transport",
          "ceremony.recorded.archive-transport.cer",
          "ceremony.signed.archive-transport.cer",
          "ceremony.written.archive-transport.cer"
        }) {
      assertThatThrownBy(
              () ->
                  ceremony.perform(
                      reached -> {
                        if (reached.equals(point)) {
                          throw new IllegalStateException("halted at " + point);
                        }
                      }))
          .hasMessage("halted at " + point);
    }

    assertThat(ceremony.perform()).isTrue();
    ceremony.certificate("archive-transport").verify(ceremony.certificate("trust").getPublicKey());
  }

  @Test
  void planWithTheNewEntryButNoTokens_isRefusedInWords() throws Exception {
    Files.writeString(ceremony.plan(), wholePlan);
    Files.delete(ceremony.tokens().resolve("keyservice.p12"));

    assertThatThrownBy(ceremony::perform)
        .isInstanceOf(CeremonyRefused.class)
        .hasMessageContaining("archive-transport")
        .hasMessageContaining("take it out of the plan");
  }

  @Test
  void anyOtherChangeOfThePlan_isStillRefused() throws Exception {
    Files.writeString(ceremony.plan(), wholePlan.replace("dailyQuota: 10000", "dailyQuota: 20000"));

    assertThatThrownBy(ceremony::perform)
        .isInstanceOf(CeremonyRefused.class)
        .hasMessageContaining("dailyQuota");
  }
}
