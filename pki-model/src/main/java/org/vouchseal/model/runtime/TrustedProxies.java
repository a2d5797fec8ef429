package org.vouchseal.model.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reverse proxies and load balancers that are believed what they say of their clients. A client
 * that could name its own address would have no limits.
 *
 * @param networks where they run; copied
 */
public record TrustedProxies(List<Network> networks) {

  /** Proxies on the machine of the server. */
  public static final TrustedProxies LOOPBACK = parse("127.0.0.0/8,::1/128");

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /**
   * Reads addresses and networks in CIDR form, separated by commas, e.g. {@code
   * 127.0.0.1,10.1.0.0/24}.
   *
   * @throws IllegalArgumentException naming the part that is neither
   */
  public static TrustedProxies parse(String list) {
    List<Network> networks = new ArrayList<>();
    for (String part : list.split(",", -1)) {
      networks.add(Network.parse(part.strip()));
    }
    return new TrustedProxies(networks);
  }

  /**
   * Where an HTTP request came from: the last address, from the client on to the peer, that is not
   * a trusted proxy's. Whatever stands before it was written by who is not believed.
   *
   * @param peer the other end of the connection, an IP address as text
   * @param forwarded every header X-Forwarded-For in the order in which they came
   * @return empty when {@code peer} is no IP address
   */
  public Optional<ClientAddress> client(@Nullable String peer, List<String> forwarded) {
    Optional<ClientAddress> known = ClientAddress.parse(peer);
    List<String> hops = new ArrayList<>(List.of(String.join(",", forwarded).split(",", -1)));
    Collections.reverse(hops);
    for (String hop : hops) {
      Optional<ClientAddress> before = ClientAddress.parse(hop.strip());
      if (before.isEmpty() || known.filter(this::trusts).isEmpty()) {
        return known;
      }
      known = before;
    }
    return known;
  }

  /** Whether what that address says of its clients is believed. */
  public boolean trusts(ClientAddress address) {
    return networks.stream().anyMatch(network -> network.holds(address));
  }
}
