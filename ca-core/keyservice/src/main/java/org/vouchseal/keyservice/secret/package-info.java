/**
 * The key service's own copy of an order's CMP secret, for clients that fetch their key under it:
 * sealed by the token from its arrival until it is spent or expires.
 */
@NullMarked
package org.vouchseal.keyservice.secret;

import org.jspecify.annotations.NullMarked;
