package org.vouchseal.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.sdk.Misuse;

class ServerAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://ca.example.org",
        "https://ca.example.org/",
        "http://localhost:8080",
        "http://127.0.0.1:8080",
        "http://127.255.0.9",
        "http://[::1]:8080"
      })
  void httpsOrLoopback_isAccepted(String text) {
    assertThat(ServerAddress.parse(text).at("/x").toString()).doesNotContain("//x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ca.example.org",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://127.0.0.1@example.org",
        "http://128.0.0.1",
        "http://10.0.0.1",
        "http://2130706433",
        "ftp://localhost",
        "localhost:8080",
        "https://user:word@ca.example.org",
        "https://ca.example.org?x=y",
        ""
      })
  void anythingElse_isMisuse(String text) {
    assertThatThrownBy(() -> ServerAddress.parse(text)).isInstanceOf(Misuse.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8080/.well-known/cmp", "http://evil.example.org"})
  void plainHttpNamedByHttpsServer_isMisuse(String text) {
    ServerAddress server = ServerAddress.parse("https://ca.example.org");

    assertThatThrownBy(() -> server.named(text)).isInstanceOf(Misuse.class);
  }
}
