package org.vouchseal.sdk.http;

import java.net.URI;
import java.net.http.HttpRequest;
import org.vouchseal.sdk.cmp.Transfer;

/** CMP over HTTP (RFC 9811). The same bytes are sent again when the answer is lost. */
public final class HttpTransfer implements Transfer {

  private static final String CMP = "application/pkixcmp";
  private static final int LONGEST_ANSWER = 256 * 1024;

  private final Exchange exchange;

  public HttpTransfer(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public byte[] exchange(URI address, byte[] message) {
    Exchange.Received received =
        exchange.repeatable(
            HttpRequest.newBuilder(new ServerAddress(address).uri())
                .setHeader("Content-Type", CMP)
                .setHeader("Accept", CMP)
                .POST(HttpRequest.BodyPublishers.ofByteArray(message)),
            LONGEST_ANSWER);
    // A CMP error may travel under any status (RFC 9811 §3.1).
    if (!received.contentType().equals(CMP) || received.body().length == 0) {
      throw Problems.of(received);
    }
    return received.body();
  }
}
