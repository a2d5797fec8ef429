package org.vouchseal.launcher.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two readers could read as two different requests reaches no node. */
@Timeout(60)
class ClientWritingOddHttpTest {

  private static final String LINE = "POST /.well-known/cmp HTTP/1.1\r\n";
  private static final String HOST = "Host: a\r\n";

  @TempDir private Path folder;
  private ScriptedNode node;
  private ProxyFixture proxy;

  @BeforeEach
  void start() {
    node = new ScriptedNode(ScriptedNode.says("reached"));
    proxy = ProxyFixture.before(folder, node.port());
  }

  @AfterEach
  void stop() {
    proxy.close();
    node.close();
  }

  static Stream<Arguments> oddRequests() {
    return Stream.of(
        odd("two lengths", LINE + HOST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        odd("two lengths alike", LINE + HOST + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na"),
        odd("list of lengths", LINE + HOST + "Content-Length: 1, 1\r\n\r\na"),
        odd("signed length", LINE + HOST + "Content-Length: +1\r\n\r\na"),
        odd("length of letters", LINE + HOST + "Content-Length: 0x1\r\n\r\na"),
        odd("empty length", LINE + HOST + "Content-Length:\r\n\r\n"),
        odd(
            "length and chunks",
            LINE
                + HOST
                + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1"),
        odd("other coding", LINE + HOST + "Transfer-Encoding: gzip\r\n\r\n"),
        odd("two codings", LINE + HOST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        odd(
            "coding twice",
            LINE + HOST + "Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        odd("blank before colon", LINE + HOST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
        odd("tab before coding", LINE + HOST + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n"),
        odd("folded line", LINE + HOST + "X: a\r\n Content-Length: 1\r\n\r\na"),
        odd("line without colon", LINE + HOST + "Content-Length\r\n\r\n"),
        odd("LF alone", "POST /.well-known/cmp HTTP/1.1\nHost: a\n\n"),
        odd("LF within a field", LINE + HOST + "X: a\nContent-Length: 1\r\n\r\na"),
        odd("CR within a field", LINE + HOST + "X: a\rContent-Length: 1\r\n\r\na"),
        odd("NUL", LINE + HOST + "X: a\0b\r\n\r\n"),
        odd("no host", LINE + "Content-Length: 1\r\n\r\na"),
        odd("two hosts", LINE + HOST + "Host: b\r\nContent-Length: 1\r\n\r\na"),
        odd("two blanks", "POST  /.well-known/cmp HTTP/1.1\r\n" + HOST + "\r\n"),
        odd("tab", "POST\t/.well-known/cmp HTTP/1.1\r\n" + HOST + "\r\n"),
        odd("small letters", "post /.well-known/cmp HTTP/1.1\r\n" + HOST + "\r\n"),
        odd("HTTP/2 by name", "POST /.well-known/cmp HTTP/2.0\r\n" + HOST + "\r\n"),
        odd("no version", "POST /.well-known/cmp\r\n" + HOST + "\r\n"),
        odd("octet beyond ASCII", "GET /pki/root.cer?\u00e4 HTTP/1.1\r\n" + HOST + "\r\n"),
        odd("tunnel", "CONNECT /pki/root.cer HTTP/1.1\r\n" + HOST + "\r\n"),
        odd("echo", "TRACE /pki/root.cer HTTP/1.1\r\n" + HOST + "\r\n"),
        odd("whole address", "GET http://a/pki/root.cer HTTP/1.1\r\n" + HOST + "\r\n"),
        odd("asterisk", "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n"),
        odd("escape that is none", "GET /pki/root.cer?%zz HTTP/1.1\r\n" + HOST + "\r\n"),
        odd("half an escape", "GET /ocsp/%2 HTTP/1.1\r\n" + HOST + "\r\n"),
        odd(
            "chunks of HTTP/1.0",
            "POST /ocsp HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        odd("long head", LINE + HOST + "X: " + "a".repeat(17_000) + "\r\n\r\n"));
  }

  private static Arguments odd(String name, String octets) {
    return Arguments.of(name, octets);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddRequests")
  void oddRequest_isRefusedAndReachesNoNode(String name, String octets) throws IOException {
    assertThat(proxy.send(octets)).startsWith("HTTP/1.1 400 ").contains("Connection: close");
    assertThat(node.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\n",
        "-1\r\na\r\n0\r\n\r\n",
        "1\r\nab\r\n0\r\n\r\n",
        "1;\n\r\na\r\n0\r\n\r\n",
        "100000000\r\n",
        "\r\n"
      })
  void oddChunk_endsTheRequestAndNothingAfterItIsTakenForAnother(String chunks) throws IOException {
    String answer =
        proxy.send(
            LINE + HOST + "Transfer-Encoding: chunked\r\n\r\n" + chunks + ProxyFixture.SMALL);
    assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("reached");
  }
}
