package org.vouchseal.model.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The network address that a request came from, as limits count it.
 *
 * @param octets 4 or 16 octets; copied
 */
public record ClientAddress(byte[] octets) {

  /** What Java looks up by name in no case: four octets, or anything with a colon. */
  private static final Pattern LITERAL =
      Pattern.compile(
          "(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(?:\\.(?!$)|$)){4}"
              + "|(?=.{2,45}$)[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");

  public ClientAddress {
    octets = octets.clone();
    if (octets.length != 4 && octets.length != 16) {
      throw new IllegalArgumentException("an IP address has 4 or 16 octets");
    }
  }

  public static ClientAddress of(InetAddress address) {
    return new ClientAddress(address.getAddress());
  }

  /** A literal IPv4 or IPv6 address; empty for anything else, names among it. */
  public static Optional<ClientAddress> parse(@Nullable String text) {
    if (text == null || !LITERAL.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      // a literal address is not looked up
      return Optional.of(of(InetAddress.getByName(text)));
    } catch (UnknownHostException noAddress) {
      return Optional.empty();
    }
  }

  @Override
  public byte[] octets() {
    return octets.clone();
  }

  /** What one customer of a network commonly has: the IPv4 address, the IPv6 /64. */
  public String host() {
    return prefix(octets.length == 4 ? 4 : 8);
  }

  /** The IPv4 /24 or the IPv6 /48 around it. */
  public String range() {
    return prefix(octets.length == 4 ? 3 : 6);
  }

  /** Whether the client runs on the machine of the server. */
  public boolean isLoopback() {
    try {
      return InetAddress.getByAddress(octets).isLoopbackAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("the length was checked", impossible);
    }
  }

  private String prefix(int length) {
    return length + ":" + HexFormat.of().formatHex(octets, 0, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClientAddress address && Arrays.equals(octets, address.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return host();
  }
}
