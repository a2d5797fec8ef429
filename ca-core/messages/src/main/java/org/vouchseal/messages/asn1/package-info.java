/**
 * The gate before any ASN.1 library: what does not pass here is never parsed. Knows tags and
 * lengths only.
 */
@NullMarked
package org.vouchseal.messages.asn1;

import org.jspecify.annotations.NullMarked;
