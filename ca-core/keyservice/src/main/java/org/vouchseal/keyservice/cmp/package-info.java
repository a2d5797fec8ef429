/**
 * Requests for central keys as CMP messages (RFC 9810, RFC 4211): what is asked, and whether the
 * protection holds under the order.
 */
@NullMarked
package org.vouchseal.keyservice.cmp;

import org.jspecify.annotations.NullMarked;
