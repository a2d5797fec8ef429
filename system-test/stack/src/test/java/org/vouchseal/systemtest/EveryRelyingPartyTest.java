package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenSSL, GnuTLS, NSS and Java judging a good pair: right uses pass, wrong ones fail. */
@Tag("stack")
class EveryRelyingPartyTest {

  @TempDir private static Path folder;
  private static IssuedPair pair;
  private static RelyingParties judges;

  @BeforeAll
  static void enrol() {
    // NSS takes digitalSignature of an EC key for key agreement, so that only RSA tells S from R
    pair = IssuedPair.ofRsa(folder);
    judges = new RelyingParties(pair);
  }

  @ParameterizedTest
  @CsvSource({
    "signing.pem, smimesign, 1, OK",
    "encryption.pem, smimeencrypt, 1, OK",
    "signing.pem, smimesign, 2, no explicit policy",
    "encryption.pem, smimeencrypt, 4, no explicit policy",
    "signing.pem, smimeencrypt, 1, unsuitable certificate purpose",
    "encryption.pem, smimesign, 1, unsuitable certificate purpose",
    "signing.pem, sslserver, 1, unsuitable certificate purpose",
  })
  void openssl_takesPurposeAndTierAsTheyAre(
      String certificate, String purpose, int tier, String says) {
    Commands.Ended ended = judges.opensslVerify(certificate, purpose, tier);
    assertThat(ended.output()).contains(says);
    assertThat(ended.status() == 0).isEqualTo(says.equals("OK"));
  }

  @ParameterizedTest
  @CsvSource({"signing.pem, sha1", "signing.pem, sha256", "encryption.pem, sha1"})
  void openssl_takesTheAnswerToPost(String certificate, String digest) {
    assertThat(judges.opensslOcsp(certificate, digest, "-url", pair.ocspUrl()).output())
        .contains("Response verify OK", certificate + ": good")
        .doesNotContain("WARNING");
  }

  @ParameterizedTest
  @CsvSource({"sha1", "sha256"})
  void openssl_takesTheCachedAnswerAndTheOneForItsNonce(String digest) throws Exception {
    String[] cached = {"-url", pair.ocspUrl(), "-no_nonce", "-respout"};
    for (String file : new String[] {"first.der", "second.der", "nonce.der"}) {
      String[] more =
          file.equals("nonce.der")
              ? new String[] {"-url", pair.ocspUrl(), "-respout", file}
              : new String[] {cached[0], cached[1], cached[2], cached[3], file};
      assertThat(judges.opensslOcsp("signing.pem", digest, more).output())
          .contains("Response verify OK", "signing.pem: good")
          .doesNotContain("WARNING");
    }
    assertThat(pair.file("first.der")).hasSameBinaryContentAs(pair.file("second.der"));
    assertThat(java.nio.file.Files.readAllBytes(pair.file("nonce.der")))
        .isNotEqualTo(java.nio.file.Files.readAllBytes(pair.file("first.der")));
  }

  @Test
  void gnutls_takesChainAndLists() {
    assertThat(judges.certtool("signing.pem").output())
        .contains("Checked against CRL")
        .contains("Chain verification output: Verified. The certificate is trusted.");
    assertThat(judges.certtool("encryption.pem").status()).isZero();
    assertThat(judges.certtool("signing.pem", "1.3.6.1.5.5.7.3.1").output())
        .contains("does not match the intended purpose");
  }

  @Test
  void gnutls_takesTheListOfItsIssuerOnly() {
    pair.fetchLists();
    assertThat(verifyList("smime.pem").output()).contains("Verified. The certificate is trusted.");
    assertThat(verifyList("trust.pem").output()).contains("Not verified");
  }

  private static Commands.Ended verifyList(String issuer) {
    return pair.commands()
        .run(
            "certtool",
            "--verify-crl",
            "--load-ca-certificate",
            issuer,
            "--infile",
            "smime.crl.pem");
  }

  @Test
  void gnutls_takesTheResponder() {
    assertThat(judges.ocsptool("signing.pem").output())
        .contains("Certificate Status: good", "Verifying OCSP Response: Success");
    for (String nonce : new String[] {"--nonce", "--no-nonce", "--no-nonce"}) {
      assertThat(judges.ocsptool("encryption.pem", nonce).output())
          .contains("Certificate Status: good", "Verifying OCSP Response: Success");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "signing, S, true",
    "encryption, R, true",
    "signing, R, false",
    "encryption, S, false"
  })
  void nss_takesEachForItsUseOnly(String name, String usage, boolean valid) {
    Commands.Ended ended = judges.nssWithList(name, usage);
    assertThat(ended.output())
        .contains(valid ? "certificate is valid" : "key usage inadequate for attempted operation");
  }

  @Test
  void nss_takesTheResponder() {
    assertThat(judges.nssWithOcsp("signing", "E").output()).contains("succeeded");
    assertThat(judges.nssWithOcsp("encryption", "e").output()).contains("succeeded");
  }

  @ParameterizedTest
  @CsvSource({
    "signing.pem, 1, ocsp, valid",
    "signing.pem, 1, crl, valid",
    "encryption.pem, 1, ocsp, valid",
    "encryption.pem, 1, crl, valid",
    "signing.pem, 3, ocsp, invalid INVALID_POLICY",
  })
  void java_takesTierListAndResponder(String certificate, int tier, String means, String says) {
    assertThat(judges.java(certificate, tier, means).output()).startsWith(says);
  }

  @Test
  void java_takesTheAnswerToItsNonceAndTheCachedOne() {
    for (boolean nonce : new boolean[] {true, false, false}) {
      String option = "-Djdk.security.certpath.ocspNonce=" + nonce;
      assertThat(judges.java("signing.pem", 1, "ocsp", option).output()).startsWith("valid");
    }
  }
}
