package org.vouchseal.launcher.proxy;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What is public, as the client wrote it and before anything is decoded or folded. The same
 * expressions as in {@code docker/proxy/nginx.conf}, where their reasons stand; a test compares.
 * Repeated groups are possessive here: others need stack for each repetition.
 */
final class PublicAddresses {

  static final List<Pattern> PUBLIC =
      List.of(
          Pattern.compile("^/\\.well-known/cmp(/[A-Za-z0-9_-]+)*+/?(\\?|$)"),
          Pattern.compile("^/ocsp(/([A-Za-z0-9+/=]|%2[BbFf]|%3[Dd])*+)?(\\?|$)"),
          Pattern.compile("^/pki/[A-Za-z0-9-]+(\\.[a-z]+)?(\\?|$)"),
          Pattern.compile("^/api/(openapi\\.json|(v1|problems)(/[A-Za-z0-9_-]+)++/?)(\\?|$)"));

  private static final Pattern NO_OCTET = Pattern.compile("%(?![0-9A-Fa-f][0-9A-Fa-f])");
  private static final Pattern TARGET = Pattern.compile("/[!-~]*");

  private PublicAddresses() {}

  /** Whether it is a path, perhaps with a query, whose escapes are whole. */
  static boolean isWellFormed(String target) {
    return TARGET.matcher(target).matches() && !NO_OCTET.matcher(target).find();
  }

  static boolean holds(String target) {
    return PUBLIC.stream().anyMatch(address -> address.matcher(target).find());
  }
}
