package org.vouchseal.launcher.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.TrustedProxies;

/**
 * A request as it goes to a node: path and query octet by octet as the client wrote them, the
 * client's address added.
 *
 * @param head what the node is sent
 * @param keepsAlive whether the client may send another one on his connection
 */
record Request(
    String method, String target, MessageHead head, Framing framing, boolean keepsAlive) {

  private static final Pattern LINE =
      Pattern.compile("([A-Z]{1,16}) ([!-~]+) (HTTP/1\\.[01])", Pattern.DOTALL);
  private static final Set<String> NOT_PASSED_ON = Set.of("CONNECT", "TRACE");
  private static final String FORWARDED_FOR = "x-forwarded-for";

  /** Replaced, or ours to say: what a client claims about itself does not pass. */
  private static final Set<String> OURS =
      Set.of(FORWARDED_FOR, "forwarded", "x-forwarded-proto", "expect");

  /**
   * Makes it from what a client sent.
   *
   * @param peer the other end of the connection
   * @param trusted whom we believe the addresses before theirs
   * @throws BadMessage when it is none that is passed on
   */
  static Request of(MessageHead received, InetAddress peer, TrustedProxies trusted)
      throws IOException {
    Matcher line = LINE.matcher(received.start());
    if (!line.matches() || NOT_PASSED_ON.contains(line.group(1))) {
      throw new BadMessage("no request line that is passed on");
    }
    boolean newer = line.group(3).equals("HTTP/1.1");
    if (received.all("host").size() > 1 || (newer && received.all("host").isEmpty())) {
      throw new BadMessage("a request has one Host");
    }
    Framing framing = Framing.ofRequest(received);
    List<MessageHead.Field> fields = new ArrayList<>(received.passedOn(OURS));
    fields.add(new MessageHead.Field("X-Forwarded-For", addresses(received, peer, trusted)));
    fields.add(new MessageHead.Field("X-Forwarded-Proto", "http"));
    fields.add(new MessageHead.Field("Connection", "close"));
    return new Request(
        line.group(1),
        line.group(2),
        new MessageHead(received.start(), fields),
        framing,
        newer && !received.connectionSays("close"));
  }

  /** A proxy before us that is believed may say whom it speaks for; nobody else may. */
  private static String addresses(MessageHead received, InetAddress peer, TrustedProxies trusted) {
    String address = peer.getHostAddress();
    List<String> said = received.all(FORWARDED_FOR);
    return trusted.trusts(ClientAddress.of(peer))
        ? Stream.concat(said.stream(), Stream.of(address)).collect(Collectors.joining(", "))
        : address;
  }

  /** Whether sending it twice changes nothing (RFC 9110 §9.2.1). */
  boolean isSafe() {
    return (method.equals("GET") || method.equals("HEAD")) && !framing.hasBody();
  }

  /** For the log; without the query, which may hold what is nobody's business. */
  String line() {
    int query = target.indexOf('?');
    return method + " " + (query < 0 ? target : target.substring(0, query));
  }

  /** The fields of the answer that go on to the client. */
  List<MessageHead.Field> answerFields(MessageHead answer, boolean next) {
    List<MessageHead.Field> fields = new ArrayList<>(answer.passedOn(Set.of()));
    if (!next) {
      fields.add(new MessageHead.Field("Connection", "close"));
    }
    return fields;
  }
}
