package org.vouchseal.launcher.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A request reaches one node, and no other one once an octet of it was sent. */
@Timeout(60)
class ClientBeforeTwoNodesTest {

  private static final String CMP = "/.well-known/cmp/p/signing";

  @TempDir private Path folder;

  @Test
  void requests_goToTheNodesInTurn() throws IOException {
    try (ScriptedNode one = new ScriptedNode(ScriptedNode.says("one"));
        ScriptedNode two = new ScriptedNode(ScriptedNode.says("two"));
        ProxyFixture proxy = ProxyFixture.before(folder, one.port(), two.port())) {
      for (int i = 0; i < 4; i++) {
        assertThat(proxy.send(ProxyFixture.SMALL)).startsWith("HTTP/1.1 200 OK");
      }
      assertThat(one.received()).hasSize(2);
      assertThat(two.received()).hasSize(2);
    }
  }

  @Test
  void nodeThatTakesNoConnection_isPassedOverForAnyRequest() throws IOException {
    try (ScriptedNode two = new ScriptedNode(ScriptedNode.says("two"));
        ProxyFixture proxy = ProxyFixture.before(folder, ProxyFixture.deadPort(), two.port())) {
      for (int i = 0; i < 3; i++) {
        assertThat(proxy.send(ProxyFixture.post(CMP, "bytes" + i))).endsWith("two");
      }
      assertThat(two.received()).hasSize(3).anyMatch(request -> request.endsWith("bytes2"));
    }
    assertThat(folder.resolve("proxy.log")).content().contains("n1 takes no connection");
  }

  @Test
  void postThatWasSentToANodeThatDied_isSentToNoOther() throws IOException {
    try (ScriptedNode one = new ScriptedNode(ScriptedNode.DIES);
        ScriptedNode two = new ScriptedNode(ScriptedNode.says("two"));
        ProxyFixture proxy = ProxyFixture.before(folder, one.port(), two.port())) {
      assertThat(proxy.send(ProxyFixture.post(CMP, "once")))
          .startsWith("HTTP/1.1 502 ")
          .contains("send the same octets again");
      assertThat(one.onlyRequest()).endsWith("once");
      assertThat(two.received()).isEmpty();
      assertThat(Files.readString(folder.resolve("proxy.log")))
          .contains("n1 gave no answer to POST " + CMP);
    }
  }

  @Test
  void getThatWasSentToANodeThatDied_isAskedOfTheNext() throws IOException {
    try (ScriptedNode one = new ScriptedNode(ScriptedNode.DIES);
        ScriptedNode two = new ScriptedNode(ScriptedNode.says("two"));
        ProxyFixture proxy = ProxyFixture.before(folder, one.port(), two.port())) {
      assertThat(proxy.send(ProxyFixture.SMALL)).endsWith("two");
      assertThat(one.received()).hasSize(1);
    }
  }

  @Test
  void getWithABody_isSentOnce() throws IOException {
    try (ScriptedNode one = new ScriptedNode(ScriptedNode.DIES);
        ScriptedNode two = new ScriptedNode(ScriptedNode.says("two"));
        ProxyFixture proxy = ProxyFixture.before(folder, one.port(), two.port())) {
      assertThat(proxy.send(ProxyFixture.post("/ocsp", "x").replace("POST", "GET")))
          .startsWith("HTTP/1.1 502 ");
      assertThat(two.received()).isEmpty();
    }
  }

  @Test
  void nodeThatSaysNothing_isA504AndNoOtherIsAsked() throws IOException {
    try (ScriptedNode one = new ScriptedNode(socket -> pause(5000));
        ScriptedNode two = new ScriptedNode(ScriptedNode.says("two"));
        ProxyFixture proxy = ProxyFixture.before(folder, one.port(), two.port())) {
      assertThat(proxy.send(ProxyFixture.post(CMP, "x"))).startsWith("HTTP/1.1 504 ");
      assertThat(two.received()).isEmpty();
    }
  }

  @Test
  void answerThatBreaksOff_isNoWholeAnswer() {
    for (String part :
        new String[] {
          "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
        }) {
      try (ScriptedNode one =
              new ScriptedNode(
                  socket -> {
                    ScriptedNode.writes(part).answer(socket);
                    pause(100);
                    ScriptedNode.DIES.answer(socket);
                  });
          ProxyFixture proxy = ProxyFixture.before(folder, one.port())) {
        assertThatThrownBy(() -> proxy.send(ProxyFixture.post(CMP, "x")))
            .as(part)
            .isInstanceOf(SocketException.class);
        assertThat(one.received()).hasSize(1);
      }
    }
  }

  @Test
  void nodeThatIsStarting_isNotAsked() throws IOException {
    try (ScriptedNode one = new ScriptedNode(ScriptedNode.says("one"));
        ScriptedNode two = new ScriptedNode(ScriptedNode.says("two"));
        ProxyFixture proxy = ProxyFixture.before(folder, one.port(), two.port())) {
      proxy.nodes.ended("n1");
      for (int i = 0; i < 3; i++) {
        assertThat(proxy.send(ProxyFixture.SMALL)).endsWith("two");
      }
      proxy.nodes.ended("n2");
      assertThat(proxy.send(ProxyFixture.SMALL))
          .startsWith("HTTP/1.1 503 ")
          .contains("Retry-After: ");
      assertThat(one.received()).isEmpty();
    }
  }

  @Test
  void nodeThatWasSeenSilent_isAskedOnlyWhenNoOtherRuns() throws IOException {
    try (ScriptedNode one = new ScriptedNode(ScriptedNode.says("one"));
        ScriptedNode two = new ScriptedNode(ScriptedNode.says("two"));
        ProxyFixture proxy = ProxyFixture.before(folder, one.port(), two.port())) {
      proxy.nodes.seen("n1", false);
      for (int i = 0; i < 3; i++) {
        assertThat(proxy.send(ProxyFixture.SMALL)).endsWith("two");
      }
      proxy.nodes.seen("n2", false);
      assertThat(proxy.send(ProxyFixture.SMALL)).startsWith("HTTP/1.1 200");
      proxy.nodes.seen("n1", true);
      assertThat(proxy.send(ProxyFixture.SMALL)).endsWith("one");
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
