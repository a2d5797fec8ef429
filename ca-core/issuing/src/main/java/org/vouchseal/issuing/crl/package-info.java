/**
 * Publishes a certificate revocation list of each CA, and one of each shard of subscribers: daily,
 * and at once when something was revoked. Numbers never fall and no unexpired entry is ever lost.
 */
@NullMarked
package org.vouchseal.issuing.crl;

import org.jspecify.annotations.NullMarked;
