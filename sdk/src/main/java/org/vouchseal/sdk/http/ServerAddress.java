package org.vouchseal.sdk.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Misuse;

/**
 * An address that may be spoken to: https, or plain http to this very machine by loopback name or
 * number. Names are not looked up, so nobody's DNS can make a remote host count as loopback.
 *
 * @param uri absolute, without user, query and fragment
 */
public record ServerAddress(URI uri) {

  public ServerAddress {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean plain = scheme.equals("http");
    if ((!plain && !scheme.equals("https"))
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw refused("\"" + uri + "\" is not of the form https://host[:port]");
    }
    if (plain && !loopback(uri.getHost())) {
      throw refused("\"" + uri + "\" is plain http, which anybody on the way can read and change");
    }
  }

  /**
   * Reads an address as a person types it; a slash at the end is dropped.
   *
   * @throws Misuse when it may not be spoken to
   */
  public static ServerAddress parse(String text) {
    try {
      return new ServerAddress(new URI(text.endsWith("/") ? text.replaceAll("/+$", "") : text));
    } catch (URISyntaxException e) {
      throw refused("\"" + text + "\" is not an address");
    }
  }

  /**
   * An address that this server named. Only a server on this machine may name plain http.
   *
   * @throws Misuse when it may not be spoken to
   */
  ServerAddress named(String text) {
    ServerAddress named = parse(text);
    if (named.plain() && !plain()) {
      throw refused("the server named the plain http address \"" + text + "\"");
    }
    return named;
  }

  /** This address with a path appended, e.g. {@code /api/v1/enrolments}. */
  public URI at(String path) {
    return URI.create(uri + path);
  }

  private boolean plain() {
    return uri.getScheme().equalsIgnoreCase("http");
  }

  private static boolean loopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}");
  }

  private static Misuse refused(String why) {
    return new Misuse(
        Fault.local(
            "server-address",
            "this server address is refused",
            why,
            "give an https address; plain http is accepted for localhost, 127.0.0.1 and [::1]"));
  }
}
