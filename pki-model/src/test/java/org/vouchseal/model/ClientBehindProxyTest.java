package org.vouchseal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.TrustedProxies;

class ClientBehindProxyTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, , 203.0.113.9",
    "203.0.113.9, 198.51.100.1, 203.0.113.9",
    "127.0.0.1, 198.51.100.1, 198.51.100.1",
    "127.0.0.1, '10.0.0.1, 198.51.100.1', 198.51.100.1",
    "127.0.0.1, 'localhost; drop', 127.0.0.1",
    "127.0.0.1, '', 127.0.0.1",
    "0:0:0:0:0:0:0:1, 2001:db8::7, 2001:db8::7"
  })
  void forwardedAddress_isBelievedFromThisMachineOnly(
      String peer, String forwarded, String expected) throws Exception {
    assertThat(TrustedProxies.LOOPBACK.client(peer, headers(forwarded)))
        .hasValue(ClientAddress.of(InetAddress.getByName(expected)));
  }

  @Test
  void peerThatIsNoAddress_isUnknown() {
    assertThat(TrustedProxies.LOOPBACK.client("unknown.example", List.of())).isEmpty();
    assertThat(TrustedProxies.LOOPBACK.client(null, List.of("198.51.100.1"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.5, '203.0.113.9', 203.0.113.9",
    "10.1.1.5, '203.0.113.9', 10.1.1.5",
    "10.1.0.5, '192.0.2.1, 203.0.113.9, 10.1.0.7', 203.0.113.9",
    "10.1.0.5, '203.0.113.9, nonsense', 10.1.0.5",
    "10.1.0.5, '10.1.0.9, 10.1.0.8', 10.1.0.9",
    "127.0.0.1, '203.0.113.9, 10.1.0.7', 127.0.0.1",
    "2001:db8:7::1, '203.0.113.9', 203.0.113.9",
    "2001:db8:8::1, '203.0.113.9', 2001:db8:8::1"
  })
  void addressNearestToTheServerThatIsNoTrustedProxy_wins(
      String peer, String forwarded, String expected) throws Exception {
    TrustedProxies balancers = TrustedProxies.parse("10.1.0.0/24, 2001:db8:7::/48");
    assertThat(balancers.client(peer, headers(forwarded)))
        .hasValue(ClientAddress.of(InetAddress.getByName(expected)));
  }

  @Test
  void proxyThatAddsItsOwnHeaderLine_isBelievedAndTheClientsLineIsNot() throws Exception {
    assertThat(TrustedProxies.LOOPBACK.client("127.0.0.1", List.of("192.0.2.1", "203.0.113.9")))
        .hasValue(ClientAddress.of(InetAddress.getByName("203.0.113.9")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy.example",
        "10.1.0.0/33",
        "10.1.0.0/0",
        "::/0",
        "::1/129",
        "10.1.0.0/x",
        "10.1.0.0/24/1",
        "127.0.0.1,",
        "10.1/16"
      })
  void networkOfAnotherForm_isRefused(String list) {
    assertThatThrownBy(() -> TrustedProxies.parse(list))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.1", "face", "256.1.1.1", "1.2.3.4.5", "1.2.3.4.", "12345:6", ":", "1.2.3", ""})
  void textThatJavaWouldLookUpOrComplete_isNoAddress(String text) {
    assertThat(ClientAddress.parse(text)).isEmpty();
  }

  private static List<String> headers(@Nullable String forwarded) {
    return forwarded == null ? List.of() : List.of(forwarded);
  }

  @Test
  void neighboursInOneNetwork_countAsOneHostOnlyInIpv6() throws Exception {
    assertThat(host("2001:db8:0:1::7")).isEqualTo(host("2001:db8:0:1::8"));
    assertThat(host("2001:db8:0:1::7")).isNotEqualTo(host("2001:db8:0:2::7"));
    assertThat(host("198.51.100.1")).isNotEqualTo(host("198.51.100.2"));
  }

  private static String host(String address) throws Exception {
    return ClientAddress.of(InetAddress.getByName(address)).host();
  }
}
