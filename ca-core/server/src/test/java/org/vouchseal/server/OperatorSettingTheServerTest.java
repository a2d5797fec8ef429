package org.vouchseal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.model.runtime.TrustedProxies;

class OperatorSettingTheServerTest {

  private static final String HOURS = "vouchseal.succession.hours";
  private static final String POLICY = "vouchseal.cabf.policy";
  private static final String BLOCKED = "vouchseal.blocked.keys";
  private static final String PROXIES = "vouchseal.trusted.proxies";
  private static final String SHARDS = "vouchseal.crl.shards";
  private static final Set<String> OPTIONAL = Set.of(HOURS, POLICY, PROXIES, BLOCKED, SHARDS);

  private final Map<String, String> given = new HashMap<>();

  private ServerSettings read() {
    return ServerSettings.read(
        name ->
            OPTIONAL.contains(name)
                ? Optional.ofNullable(given.get(name))
                : Optional.of(given.getOrDefault(name, "x")));
  }

  @Test
  void timeToObject_isADayUnlessSet() {
    assertThat(read().successionDelay()).isEqualTo(Duration.ofHours(24));
    given.put(HOURS, "72");
    assertThat(read().successionDelay()).isEqualTo(Duration.ofHours(72));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "24h", "99999"})
  void timeToObjectOfAnotherForm_isNamedAtTheStart(String hours) {
    given.put(HOURS, hours);

    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("VOUCHSEAL_SUCCESSION_HOURS (hours, 1 to 9999, found " + hours);
  }

  @Test
  void listOfBlockedKeysThatIsNotThere_isNamedAtTheStart() throws java.io.IOException {
    assertThat(read().blockedKeys()).isEmpty();
    given.put(BLOCKED, "/no/such/file");
    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("VOUCHSEAL_BLOCKED_KEYS (a file, cannot read /no/such/file");
    java.nio.file.Path list = java.nio.file.Files.createTempFile("blocked", ".txt");
    given.put(BLOCKED, list.toString());
    assertThat(read().blockedKeys()).contains(list);
  }

  @Test
  void oneRevocationList_unlessMoreAreSet() {
    assertThat(read().crlShards()).isEqualTo(1);
    given.put(SHARDS, "256");
    assertThat(read().crlShards()).isEqualTo(256);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "257", "x", "1.0", "0001"})
  void otherNumbersOfLists_areNamedAtTheStart(String shards) {
    given.put(SHARDS, shards);

    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("VOUCHSEAL_CRL_SHARDS (lists, 1 to 256, found " + shards);
  }

  @Test
  void reservedPolicy_isOnWhenTrueOnly() {
    assertThat(read().cabfPolicy()).isFalse();
    given.put(POLICY, "false");
    assertThat(read().cabfPolicy()).isFalse();
    given.put(POLICY, "true");
    assertThat(read().cabfPolicy()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "TRUE", "on", "no"})
  void reservedPolicyNeitherTrueNorFalse_isNamedAtTheStart(String policy) {
    given.put(POLICY, policy);

    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("VOUCHSEAL_CABF_POLICY (true or false, found " + policy);
  }

  @Test
  void proxies_areThisMachinesUnlessSet() {
    assertThat(read().trustedProxies()).isEqualTo(TrustedProxies.LOOPBACK);
    given.put(PROXIES, "10.1.0.0/24");
    assertThat(read().trustedProxies()).isEqualTo(TrustedProxies.parse("10.1.0.0/24"));
  }

  @Test
  void proxyByItsName_isNamedAtTheStart() {
    given.put(PROXIES, "127.0.0.1,balancer.example");

    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("VOUCHSEAL_TRUSTED_PROXIES")
        .hasMessageContaining("balancer.example");
  }

  @Test
  void missingSettings_areNamedAllAtOnce() {
    assertThatThrownBy(() -> ServerSettings.read(name -> Optional.empty()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("VOUCHSEAL_PKI_DIR")
        .hasMessageContaining("VOUCHSEAL_PUBLIC_URL")
        .hasMessageContaining("VOUCHSEAL_STATUS_TOKEN_SECRET_FILE");
  }
}
