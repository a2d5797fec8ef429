package org.vouchseal.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vouchseal.validation.limits.ClientAddress;

/**
 * Where a request came from. Only a proxy on this machine is believed what it says of its client;
 * the last address in X-Forwarded-For is the one it wrote itself.
 */
final class ClientOrigin {

  private static final Pattern LITERAL = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]{2,45}");

  private ClientOrigin() {}

  static Optional<ClientAddress> of(HttpServletRequest request) {
    return of(request.getRemoteAddr(), request.getHeader("X-Forwarded-For"));
  }

  static Optional<ClientAddress> of(@Nullable String peer, @Nullable String forwarded) {
    Optional<ClientAddress> direct = parse(peer);
    if (forwarded == null || !direct.map(ClientAddress::isLoopback).orElse(false)) {
      return direct;
    }
    return parse(forwarded.substring(forwarded.lastIndexOf(',') + 1).strip()).or(() -> direct);
  }

  private static Optional<ClientAddress> parse(@Nullable String text) {
    if (text == null || !LITERAL.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      // a literal address is not looked up
      return Optional.of(ClientAddress.of(InetAddress.getByName(text)));
    } catch (UnknownHostException noAddress) {
      return Optional.empty();
    }
  }
}
