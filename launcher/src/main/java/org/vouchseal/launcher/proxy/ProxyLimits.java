package org.vouchseal.launcher.proxy;

import java.time.Duration;

/**
 * What one client may take.
 *
 * @param connections at the same time
 * @param body octets of a request's body; as {@code client_max_body_size} of nginx.conf
 * @param head within which a request's head has to arrive, also on a connection that is kept
 * @param request within which its body has to arrive
 * @param connect within which a node has to take a connection
 * @param answer within which a node has to begin its answer, and to end it after that
 */
record ProxyLimits(
    int connections,
    long body,
    Duration head,
    Duration request,
    Duration connect,
    Duration answer) {

  static final ProxyLimits DEFAULT =
      new ProxyLimits(
          1000,
          256 * 1024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2),
          Duration.ofSeconds(60));
}
