package org.vouchseal.issuing.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientAddressTest {

  @Test
  void proxyOnThisMachine_isBelievedInItsLastWord() {
    assertThat(ClientAddress.of("127.0.0.1", "198.51.100.9, 203.0.113.7")).isEqualTo("203.0.113.7");
  }

  @Test
  void strangerWithTheHeader_isNotBelieved() {
    assertThat(ClientAddress.of("198.51.100.1", "203.0.113.7")).isEqualTo("198.51.100.1");
  }

  @Test
  void nonsenseInTheHeader_leavesThePeer() {
    assertThat(ClientAddress.of("127.0.0.1", "localhost; drop")).isEqualTo("127.0.0.1");
  }
}
