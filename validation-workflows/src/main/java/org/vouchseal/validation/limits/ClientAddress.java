package org.vouchseal.validation.limits;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The network address a request came from, as the limits see it.
 *
 * @param octets 4 or 16 octets; copied
 */
public record ClientAddress(byte[] octets) {

  public ClientAddress {
    octets = octets.clone();
    if (octets.length != 4 && octets.length != 16) {
      throw new IllegalArgumentException("an IP address has 4 or 16 octets");
    }
  }

  public static ClientAddress of(InetAddress address) {
    return new ClientAddress(address.getAddress());
  }

  @Override
  public byte[] octets() {
    return octets.clone();
  }

  /** What one customer of a network commonly has: the IPv4 address, the IPv6 /64. */
  String host() {
    return prefix(octets.length == 4 ? 4 : 8);
  }

  /** The IPv4 /24 or the IPv6 /48 around it. */
  String range() {
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
