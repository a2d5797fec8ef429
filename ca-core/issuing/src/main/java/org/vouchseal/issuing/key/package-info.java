/** Which public keys may be certified: kind, size, and known weaknesses. Plain arithmetic. */
@NullMarked
package org.vouchseal.issuing.key;

import org.jspecify.annotations.NullMarked;
