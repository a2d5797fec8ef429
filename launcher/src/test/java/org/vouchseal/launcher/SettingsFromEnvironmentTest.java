package org.vouchseal.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.launcher.proxy.Nodes;

class SettingsFromEnvironmentTest {

  private static final Path HOME = Path.of("/checkout");

  private static Settings of(Map<String, String> environment) {
    return Settings.from(environment, HOME);
  }

  @Test
  void emptyEnvironment_givesDefaults() {
    assertThat(of(Map.of()))
        .isEqualTo(
            new Settings(
                Path.of("/checkout/var"),
                8080,
                "http://localhost:8080",
                13306,
                2525,
                "auto",
                false,
                "P30D",
                "vouchseal@localhost.localdomain",
                "127.0.0.0/8,::1/128",
                List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                64,
                10080,
                1,
                false,
                Optional.empty()));
  }

  @Test
  void publicUrl_followsThePortAndLosesItsSlash() {
    assertThat(of(Map.of("VOUCHSEAL_HTTP_PORT", "9090")).publicUrl())
        .isEqualTo("http://localhost:9090");
    assertThat(of(Map.of("VOUCHSEAL_PUBLIC_URL", "https://ca.example.org/")).publicUrl())
        .isEqualTo("https://ca.example.org");
  }

  @Test
  void emptyVariable_countsAsAbsent() {
    assertThat(of(Map.of("VOUCHSEAL_HTTP_PORT", " ")).httpPort()).isEqualTo(8080);
  }

  @ParameterizedTest
  @CsvSource({"state,/checkout/state", "/srv/state,/srv/state", "a/../b,/checkout/b"})
  void var_isAbsolute(String value, Path expected) {
    assertThat(of(Map.of("VOUCHSEAL_VAR", value)).var()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "VOUCHSEAL_HTTP_PORT,0",
    "VOUCHSEAL_HTTP_PORT,65536",
    "VOUCHSEAL_DB_PORT,many",
    "VOUCHSEAL_PROOF_REUSE,P31D",
    "VOUCHSEAL_PROOF_REUSE,PT0S",
    "VOUCHSEAL_PROOF_REUSE,a month",
    "VOUCHSEAL_SMTP_PORT,-1",
    "VOUCHSEAL_DB_BUFFER_MEGABYTES,15",
    "VOUCHSEAL_DB_BUFFER_MEGABYTES,1g",
    "VOUCHSEAL_CRYPTO,sun",
    "VOUCHSEAL_CABF_POLICY,yes",
    "VOUCHSEAL_RA_ENCRYPTION_CLIENT,on",
    "VOUCHSEAL_CONFORMANCE_WAIT_SECONDS,0",
    "VOUCHSEAL_TRUSTED_PROXIES,balancer.example",
    "VOUCHSEAL_TRUSTED_PROXIES,10.0.0.0/0",
    "VOUCHSEAL_PUBLIC_URL,localhost:8080",
    "VOUCHSEAL_PUBLIC_URL,ftp://localhost",
    "VOUCHSEAL_PUBLIC_URL,http://localhost/ca",
    "VOUCHSEAL_PUBLIC_URL,http://user@localhost",
    "VOUCHSEAL_PUBLIC_URL,http://"
  })
  void wrongValue_isRefusedNamingVariableAndValue(String name, String value) {
    assertThatThrownBy(() -> of(Map.of(name, value)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(name)
        .hasMessageContaining("'" + value + "'");
  }

  @Test
  void everyFault_isNamedAtOnce() {
    assertThatThrownBy(() -> of(Map.of("VOUCHSEAL_HTTP_PORT", "x", "VOUCHSEAL_DB_PORT", "y")))
        .hasMessageContaining("VOUCHSEAL_HTTP_PORT")
        .hasMessageContaining("VOUCHSEAL_DB_PORT");
  }

  @Test
  void senderThatIsNoMailbox_isNamedAtOnce() {
    assertThatThrownBy(
            () -> Settings.from(Map.of("VOUCHSEAL_MAIL_FROM", "not an address"), Path.of("/x")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("VOUCHSEAL_MAIL_FROM is 'not an address', not a mailbox");
  }

  @Test
  void nodes_haveTheirPortsBesideTheHttpPort() {
    assertThat(portOfNodes(Map.of("VOUCHSEAL_HTTP_PORT", "9000"))).isEqualTo(11000);
    assertThat(portOfNodes(Map.of("VOUCHSEAL_HTTP_PORT", "64000"))).isEqualTo(62000);
    assertThat(portOfNodes(Map.of("VOUCHSEAL_NODE_PORT", "9100"))).isEqualTo(9100);
  }

  @Test
  void nodeBehindTheProxy_believesItWhatTheOperatorAllows() {
    Nodes.Node node = new Nodes.Node("n2", 9101);
    Settings standard = Settings.from(Map.of(), Path.of("/x")).behindProxy(node);
    assertThat(standard.localUrl()).isEqualTo("http://127.0.0.1:9101");
    assertThat(standard.publicUrl()).isEqualTo("http://localhost:8080");
    assertThat(standard.trustedProxies()).isEqualTo("127.0.0.0/8,::1/128");
    assertThat(
            Settings.from(Map.of("VOUCHSEAL_TRUSTED_PROXIES", "10.0.0.0/8"), Path.of("/x"))
                .behindProxy(node)
                .trustedProxies())
        .isEqualTo("10.0.0.0/8,127.0.0.1");
  }

  private static int portOfNodes(Map<String, String> environment) {
    return Settings.from(environment, Path.of("/x")).nodePort();
  }
}
