package org.vouchseal.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.model.directory.PkiDirectory;

/** ./run admin root-crl renew */
class OperatorRenewingRootListTest {

  @TempDir private Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void afterACeremony_theListIsRenewedAndAnAuthorityRevoked() throws Exception {
    VarFolder var = new VarFolder(home.resolve("var"));
    var.create();
    new Secrets(var.secrets(), new SecureRandom()).createMissing();
    new CeremonyChild(Settings.from(Map.of(), home), var).perform();

    assertThat(admin()).as(text(err)).isZero();
    assertThat(text(out)).contains("root list 2 with 0 entries", "gives it out at once");
    assertThat(admin("--revoke", "trust", "--reason", "cessationOfOperation")).isZero();

    X509CRL list =
        (X509CRL)
            CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(PkiDirectory.open(var.pki()).rootCrl()));
    assertThat(list.getRevokedCertificates()).hasSize(1);
    assertThat(admin("--revoke", "smime", "--reason", "because")).isEqualTo(1);
    assertThat(text(err))
        .contains("'because' is no reason")
        .as("words of this run only")
        .doesNotContain("root list", "ceremony performed");
  }

  @Test
  void withoutACeremony_isRefused() {
    assertThat(admin()).isEqualTo(1);
    assertThat(text(err)).contains("no stack was ever started");
  }

  @Test
  void otherWords_areAnsweredWithTheUsage() {
    assertThat(admin("--revoke", "smime")).isEqualTo(1);
    assertThat(text(err)).contains("usage: ./run admin root-crl renew");
  }

  private int admin(String... words) {
    out.reset();
    err.reset();
    List<String> all = new ArrayList<>(List.of("admin", "root-crl", "renew"));
    all.addAll(List.of(words));
    return Launcher.run(
        all,
        Map.of(),
        home,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
