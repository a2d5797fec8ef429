package org.vouchseal.launcher.proxy;

import java.nio.charset.StandardCharsets;

/**
 * What the proxy answers by itself.
 *
 * @param text for people: what happened and what to do
 */
record Answering(int status, String reason, String text) {

  static final Answering NOT_FOUND =
      new Answering(404, "Not Found", "the proxy publishes no such address");
  static final Answering TOO_LARGE =
      new Answering(413, "Content Too Large", "the body is longer than the proxy passes on");
  static final Answering TOO_SLOW =
      new Answering(408, "Request Timeout", "the request did not arrive in time");
  static final Answering FULL =
      new Answering(503, "Service Unavailable", "too many connections; try again in a second");
  static final Answering NO_NODE =
      new Answering(
          503, "Service Unavailable", "no node takes requests; send the same in a few seconds");
  static final Answering BROKEN_OFF =
      new Answering(
          502,
          "Bad Gateway",
          "the node was lost after it had been sent the request, which may have been carried out;"
              + " send the same octets again, and what was done is answered, not done twice");
  static final Answering NO_ANSWER =
      new Answering(
          504,
          "Gateway Timeout",
          "the node has not answered in time; send the same octets again later");

  static Answering badRequest(String what) {
    return new Answering(400, "Bad Request", what);
  }

  /** The whole answer; the connection ends after it. */
  byte[] octets(boolean withBody) {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + " "
            + reason
            + "\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n"
            + (status == 503 ? "Retry-After: 2\r\n" : "")
            + "Connection: close\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    String whole = head + (withBody ? new String(body, StandardCharsets.UTF_8) : "");
    return whole.getBytes(StandardCharsets.UTF_8);
  }
}
