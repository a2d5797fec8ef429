package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real server halts in the middle of issuing and revoking; the client repeats its bytes.
 *
 * <p>One request passes three halts, each deeper than the one before: a repetition goes on where
 * the last start ended. Every point is drilled on the light core; these four on the application
 * server.
 */
@Tag("stack")
class FullStackDrillTest {

  @TempDir Path folder;

  @Test
  void haltsDuringOneEnrolment_giveOneCertificateAndOneRevocation() throws IOException {
    Path var = Path.of(System.getProperty("vouchseal.home"), "target", "drill-var");
    try (OwnStack own = OwnStack.fresh(var)) {
      Stack first = own.start("--no-restart", "--drill", "tx-a.after");
      Applicant.Granted granted = new Applicant(first).provesFreshMailbox();
      OpensslCmp openssl = new OpensslCmp(first, folder);
      openssl.trust(granted);
      openssl.key("k.pem");
      halts(own, "tx-a.after", ir(openssl, granted, "-reqout", "ir.der"));

      restart(own, "tx-b.after");
      halts(own, "tx-b.after", ir(openssl, granted, "-reqin", "ir.der"));

      restart(own, "tx-c.after");
      halts(own, "tx-c.after", ir(openssl, granted, "-reqin", "ir.der"));

      restart(own, "revoke.after");
      ir(openssl, granted, "-reqin", "ir.der", "-rspout", "ip1.der").mustSucceed();
      ir(openssl, granted, "-reqin", "ir.der", "-rspout", "ip2.der").mustSucceed();
      assertThat(folder.resolve("ip1.der")).hasSameBinaryContentAs(folder.resolve("ip2.der"));
      halts(own, "revoke.after", rr(openssl, "-reqout", "rr.der"));

      own.close();
      Stack last = own.start("--no-restart");
      rr(openssl, "-reqin", "rr.der").mustSucceed();
      assertThat(ocsp(openssl, last)).contains("c.pem: revoked");
      check(own);
    }
  }

  private static Commands.Ended ir(OpensslCmp openssl, Applicant.Granted granted, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-cmd",
                "ir",
                "-subject",
                granted.opensslSubject(),
                "-newkey",
                "k.pem",
                "-certout",
                "c.pem",
                "-chainout",
                "chain.pem",
                "-implicit_confirm"));
    all.addAll(List.of(more));
    return openssl.underSecret(granted, "signing", all.toArray(String[]::new));
  }

  private static Commands.Ended rr(OpensslCmp openssl, String... more) {
    List<String> all =
        new ArrayList<>(List.of("-cmd", "rr", "-oldcert", "c.pem", "-revreason", "4"));
    all.addAll(List.of(more));
    return openssl.signedWith("c.pem", "k.pem", "chain.pem", "signing", all.toArray(String[]::new));
  }

  private static String ocsp(OpensslCmp openssl, Stack stack) {
    return openssl
        .commands()
        .openssl(
            "ocsp",
            "-issuer",
            "chain.pem",
            "-cert",
            "c.pem",
            "-url",
            stack.publicUrl() + "/ocsp",
            "-CAfile",
            "root.pem")
        .output();
  }

  private static void halts(OwnStack own, String point, Commands.Ended client) {
    assertThat(client.status()).as(client.output()).isNotZero();
    assertThat(own.mark()).as("the point was really reached").content().contains(point);
  }

  private static void restart(OwnStack own, String point) {
    own.close();
    Stack unused = own.start("--no-restart", "--drill", point);
  }

  private static void check(OwnStack own) {
    Commands.Ended checked = own.run("check-invariants");
    assertThat(checked.status()).as(checked.output()).isZero();
  }
}
