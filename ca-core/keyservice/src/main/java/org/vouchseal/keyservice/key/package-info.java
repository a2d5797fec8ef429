/**
 * Encryption keys as a type of their own: made here, sealed here, opened here. A signing key cannot
 * be expressed in it, so that it cannot be put into escrow.
 */
@NullMarked
package org.vouchseal.keyservice.key;

import org.jspecify.annotations.NullMarked;
