package org.vouchseal.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vouchseal.ceremony.TestCeremony.openssl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;

class OtherPlansTest {

  @TempDir private Path folder;
  private TestCeremony ceremony;

  @BeforeEach
  void begin() throws IOException {
    ceremony = TestCeremony.in(folder);
  }

  @Test
  void hierarchyOfRsaKeys_isMadeAndVerifies() throws Exception {
    String plan = Files.readString(ceremony.plan());
    Files.writeString(
        ceremony.plan(),
        plan.replaceAll(
            "(commonName: Vouchseal (Root CA|S/MIME CA|Trust Services CA|CMP)\\n +algorithm: )P...",
            "$1RSA4096"));

    assertThat(ceremony.perform()).isTrue();

    for (String name : List.of("root", "smime", "trust", "cmp-signer")) {
      RSAPublicKey key = (RSAPublicKey) ceremony.certificate(name).getPublicKey();
      assertThat(key.getModulus().bitLength()).isEqualTo(4096);
      assertThat(ceremony.certificate(name).getSigAlgName()).isEqualTo("SHA256withRSA");
    }
    Path root = pem("root");
    assertThat(openssl("verify", "-x509_strict", "-CAfile", root, pem("smime"))).contains("OK");
    assertThat(
            openssl(
                "verify", "-x509_strict", "-CAfile", root, "-untrusted", pem("trust"), pem("kga")))
        .contains("OK");
    assertThat(
            openssl(
                "crl",
                "-inform",
                "DER",
                "-in",
                ceremony.pki().resolve("root.crl"),
                "-noout",
                "-CAfile",
                root,
                "-verify"))
        .contains("verify OK");
  }

  private Path pem(String name) throws Exception {
    Path file = folder.resolve(name + ".pem");
    String unused =
        openssl(
            "x509", "-inform", "DER", "-in", ceremony.pki().resolve(name + ".cer"), "-out", file);
    return file;
  }

  @Test
  void secondRegistrationAuthority_getsATokenOfItsOwn() throws Exception {
    Files.writeString(
        ceremony.plan(),
        Files.readString(ceremony.plan())
            + """
              hospital:
                commonName: Registration Authority of a Hospital
                algorithm: P256
                validityDays: 365
                tiers: [V1, V4]
                mailDomains: [hospital.example, xn--bcher-kva.example]
                dailyQuota: 5
                encryptionCompat: false
            """
                .indent(0));
    ceremony.writeSecret("ra-hospital");

    assertThat(ceremony.perform()).isTrue();

    RegistrationAuthorityEntry hospital = ceremony.directory().registrationAuthorities().get(0);
    assertThat(hospital.name()).isEqualTo("hospital");
    assertThat(hospital.mailDomains()).containsExactly("hospital.example", "xn--bcher-kva.example");
    assertThat(hospital.tiers()).containsExactly("V1", "V4");
    assertThat(hospital.dailyQuota()).isEqualTo(5);
    assertThat(hospital.encryptionCompat()).isFalse();
    assertThat(ceremony.certificate("ra-hospital").getPublicKey().getEncoded())
        .isEqualTo(
            ceremony.token("ra-hospital").signing(KeyPurpose.RA_ORDER).publicKey().getEncoded())
        .isNotEqualTo(ceremony.certificate("ra-main").getPublicKey().getEncoded());
  }

  @Test
  void reservedPolicies_areAssertedBySwitchOnly() throws Exception {
    assertThat(ceremony.reservedPolicy(true).perform()).isTrue();

    assertThat(openssl("x509", "-in", pem("smime"), "-noout", "-text"))
        .contains("2.23.140.1.5.1.3", "2.23.140.1.5.4.3", "2.23.140.1.5.2.3", "2.23.140.1.5.3.3");
  }

  @Test
  void nameOfACaThatIsOneOfSeveral_standsInItsAddresses() throws Exception {
    Files.writeString(ceremony.plan(), "name: second\n\n" + Files.readString(ceremony.plan()));

    assertThat(ceremony.perform()).isTrue();

    assertThat(openssl("x509", "-in", pem("kga"), "-noout", "-text"))
        .contains("/pki/second-trust.crl", "/ocsp/second");
  }

  @Test
  void publicUrlInHttps_isCarriedAsHttpForStatus() throws Exception {
    assertThat(ceremony.publicUrl("https://ca.example.org/base").perform()).isTrue();

    assertThat(ceremony.directory().publicUrl()).isEqualTo("https://ca.example.org/base");
    assertThat(openssl("x509", "-in", pem("kga"), "-noout", "-text"))
        .contains("URI:http://ca.example.org/base/pki/trust.crl");
  }
}
