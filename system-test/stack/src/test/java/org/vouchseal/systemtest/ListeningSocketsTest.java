package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stranger looks for a way in beside the doors: data grid, administration, JMX, RMI. */
@Tag("stack")
class ListeningSocketsTest {

  private final Stack stack = Stack.running();

  @Test
  void stack_listensOnItsThreePortsOfThisMachineAndNowhereElse() {
    Processes processes = Processes.of(stack);
    assertThat(processes.ids()).as("launcher, database and server").hasSizeGreaterThanOrEqualTo(3);
    assertThat(processes.listening())
        .containsExactlyInAnyOrder(
            "tcp 127.0.0.1:" + URI.create(stack.publicUrl()).getPort(),
            "tcp 127.0.0.1:" + port("mariadb"),
            "tcp 127.0.0.1:" + port("smtp"));
  }

  @Test
  void socketOfThisTest_wouldBeSeen() throws Exception {
    try (ServerSocket everywhere = new ServerSocket(0);
        ServerSocket here = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(Processes.of(ProcessHandle.current()).listening())
          .contains("tcp 127.0.0.1:" + here.getLocalPort())
          .anyMatch(
              socket ->
                  socket.endsWith(":" + everywhere.getLocalPort())
                      && !socket.contains("127.0.0.1"));
    }
  }

  private int port(String part) {
    String address = stack.addresses().getString(part).replaceFirst("^jdbc:", "");
    return URI.create(address).getPort();
  }
}
