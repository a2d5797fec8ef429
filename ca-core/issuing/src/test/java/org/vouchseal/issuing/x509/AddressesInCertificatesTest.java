package org.vouchseal.issuing.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    CertificateAddresses addresses = new CertificateAddresses("http://localhost:8080/second");
    assertThat(addresses.crl("smime")).isEqualTo("http://localhost:8080/pki/second-smime.crl");
    assertThat(addresses.caIssuers("smime"))
        .isEqualTo("http://localhost:8080/pki/second-smime.cer");
    assertThat(addresses.ocsp()).isEqualTo("http://localhost:8080/ocsp/second");
    assertThat(addresses.practiceStatement()).isEqualTo("http://localhost:8080/pki/second-cps");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host",
        "http://",
        "http:///path",
        "http://host/",
        "http://host/a/b",
        "http://host/Second",
        "http://host/a?b"
      })
  void otherForms_areRefused(String url) {
    assertThatThrownBy(() -> new CertificateAddresses(url))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
