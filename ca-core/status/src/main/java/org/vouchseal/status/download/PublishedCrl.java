package org.vouchseal.status.download;

import java.time.Instant;

/**
 * A revocation list as issuing published it, without its bytes.
 *
 * @param number its CRL number
 * @param thisUpdate when it was made
 * @param octets its length
 * @param digest SHA-256 of its bytes, lower-case hexadecimal
 */
public record PublishedCrl(long number, Instant thisUpdate, long octets, String digest) {}
