/** Encryption keys that clients made and send to escrow (RFC 4211 §6.4). */
@NullMarked
package org.vouchseal.keyservice.archive;

import org.jspecify.annotations.NullMarked;
