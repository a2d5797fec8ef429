package org.vouchseal.issuing.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from, for counting failures. Only a proxy on this machine is believed what
 * it says of its client; the last address in X-Forwarded-For is the one it wrote itself.
 */
final class ClientAddress {

  private static final Pattern LITERAL = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]{2,45}");

  private ClientAddress() {}

  static String of(String peer, @Nullable String forwarded) {
    if (forwarded == null || !isLoopback(peer)) {
      return peer;
    }
    String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    return LITERAL.matcher(last).matches() ? last : peer;
  }

  private static boolean isLoopback(String peer) {
    try {
      // a literal address is not looked up
      return LITERAL.matcher(peer).matches() && InetAddress.getByName(peer).isLoopbackAddress();
    } catch (UnknownHostException noAddress) {
      return false;
    }
  }
}
