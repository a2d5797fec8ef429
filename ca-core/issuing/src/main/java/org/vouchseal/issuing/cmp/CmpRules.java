package org.vouchseal.issuing.cmp;

import org.vouchseal.messages.cmp.MacLimits;
import org.vouchseal.messages.cmp.SenderReference;

/**
 * What the CMP door decides by. A server has {@link #STANDARD} and no other; the door for suites of
 * others, which is no part of it, brings its own.
 *
 * @param names which names are certified
 * @param routes which body may ask for which profile
 * @param awaiting what waits
 * @param references how a message under a MAC names its order
 * @param macLimits which MAC parameters are worked on
 */
public record CmpRules(
    RequestedNames names,
    Routes routes,
    Awaiting awaiting,
    SenderReference references,
    MacLimits macLimits) {

  public static final CmpRules STANDARD =
      new CmpRules(
          RequestedNames.STANDARD,
          Routes.STANDARD,
          Awaiting.STANDARD,
          SenderReference.STANDARD,
          MacLimits.DEFAULT);

  /** These with another rule for what waits. */
  public CmpRules awaiting(Awaiting other) {
    return new CmpRules(names, routes, other, references, macLimits);
  }
}
