package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A subscriber revokes, and every relying party learns it within ten seconds. */
@Tag("stack")
class RevocationForEveryRelyingPartyTest {

  @TempDir Path folder;

  @Test
  void pairAfterRr_isRevokedForAll() {
    IssuedPair pair = IssuedPair.ofEllipticCurve(folder);
    RelyingParties judges = new RelyingParties(pair);
    List<Verdict> verdicts = verdicts(pair, judges);
    for (Verdict verdict : verdicts) {
      assertThat(verdict.judge().get().output()).doesNotContain(verdict.revoked());
    }

    pair.revoke();

    // together they need less than the ten seconds that each of them has
    verdicts.forEach(verdict -> IssuedPair.within10Seconds(verdict.revoked(), verdict.judge()));
  }

  /** What a program says of a revoked certificate, and how it is asked. */
  private record Verdict(String revoked, Supplier<Commands.Ended> judge) {}

  private static List<Verdict> verdicts(IssuedPair pair, RelyingParties judges) {
    String signing = "signing.pem";
    return List.of(
        new Verdict("certificate revoked", () -> judges.opensslVerify(signing, "smimesign", 1)),
        new Verdict(
            signing + ": revoked",
            () -> judges.opensslOcsp(signing, "sha256", "-url", pair.ocspUrl())),
        new Verdict("Certificate Status: revoked", () -> judges.ocsptool(signing)),
        new Verdict("revoked", () -> judges.certtool(signing)),
        new Verdict("has been revoked", () -> judges.nssWithList("signing", "S")),
        new Verdict("has been revoked", () -> judges.nssWithOcsp("signing", "E")),
        new Verdict("invalid REVOKED", () -> judges.java(signing, 1, "ocsp")),
        new Verdict("invalid REVOKED", () -> judges.java(signing, 1, "crl")));
  }

  @Test
  void encryptionCertificateOfTheLastSigningOne_followsAsSuperseded() {
    IssuedPair pair = IssuedPair.ofEllipticCurve(folder);
    RelyingParties judges = new RelyingParties(pair);

    pair.revoke();

    IssuedPair.within10Seconds(
        "encryption.pem: revoked",
        () -> judges.opensslOcsp("encryption.pem", "sha1", "-url", pair.ocspUrl()));
    assertThat(judges.opensslOcsp("signing.pem", "sha1", "-url", pair.ocspUrl()).output())
        .contains("Reason: keyCompromise");
    assertThat(judges.opensslOcsp("encryption.pem", "sha1", "-url", pair.ocspUrl()).output())
        .contains("Reason: superseded");
  }
}
