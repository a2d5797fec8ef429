package org.vouchseal.issuing.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where certificates send those who check them. */
class AddressesInCertificatesTest {

  @Test
  void status_isFetchedOverPlainHttp() {
    CertificateAddresses addresses = new CertificateAddresses("https://ca.example.org:8443");
    assertThat(addresses.crl("smime")).isEqualTo("http://ca.example.org:8443/pki/smime.crl");
    assertThat(addresses.caIssuers("trust")).isEqualTo("http://ca.example.org:8443/pki/trust.cer");
    assertThat(addresses.ocsp()).isEqualTo("http://ca.example.org:8443/ocsp");
    assertThat(addresses.practiceStatement()).isEqualTo("https://ca.example.org:8443/pki/cps");
  }

  @Test
  void namedAuthority_standsBesideTheOther() {
    CertificateAddresses addresses =
        new CertificateAddresses("http://localhost:8080", Optional.of("second"));
    assertThat(addresses.crl("smime")).isEqualTo("http://localhost:8080/pki/second-smime.crl");
    assertThat(addresses.caIssuers("smime"))
        .isEqualTo("http://localhost:8080/pki/second-smime.cer");
    assertThat(addresses.ocsp()).isEqualTo("http://localhost:8080/ocsp/second");
    assertThat(addresses.practiceStatement()).isEqualTo("http://localhost:8080/pki/second-cps");
  }

  @Test
  void pathBehindTheHost_isKept() {
    CertificateAddresses addresses = new CertificateAddresses("https://host/a/b");
    assertThat(addresses.crl("smime")).isEqualTo("http://host/a/b/pki/smime.crl");
    assertThat(addresses.ocsp()).isEqualTo("http://host/a/b/ocsp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host", "http://", "http:///path", "http://host/"})
  void otherForms_areRefused(String url) {
    assertThatThrownBy(() -> new CertificateAddresses(url))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Second", "a/b", "a-b", "../a"})
  void otherNames_areRefused(String name) {
    Optional<String> word = Optional.of(name);
    assertThatThrownBy(() -> new CertificateAddresses("http://host", word))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
