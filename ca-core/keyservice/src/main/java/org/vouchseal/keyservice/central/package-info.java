/**
 * Central key generation (RFC 9483 §4.1.6): judges a request and its order for itself, has the key
 * made and put into escrow, and hands out an envelope that only the right recipient opens.
 */
@NullMarked
package org.vouchseal.keyservice.central;

import org.jspecify.annotations.NullMarked;
