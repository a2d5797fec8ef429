package org.vouchseal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.model.runtime.ClientAddress;

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
    assertThat(ClientAddress.of(peer, forwarded))
        .hasValue(ClientAddress.of(InetAddress.getByName(expected)));
  }

  @Test
  void peerThatIsNoAddress_isUnknown() {
    assertThat(ClientAddress.of("unknown.example", null)).isEmpty();
    assertThat(ClientAddress.of(null, "198.51.100.1")).isEmpty();
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
