package org.vouchseal.issuing.crl;

import java.time.Instant;

/**
 * A list that is in the database.
 *
 * @param list its name: {@code smime}, {@code smime-7}, {@code trust}
 * @param number its CRL number
 * @param thisUpdate when it was made, whole seconds
 * @param nextUpdate when the next one is there at the latest
 * @param entries how many certificates it lists
 */
public record PublishedCrl(
    String list, long number, Instant thisUpdate, Instant nextUpdate, long entries) {}
