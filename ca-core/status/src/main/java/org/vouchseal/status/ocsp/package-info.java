/** The Online Certificate Status Protocol (RFC 6960, RFC 9654) over BouncyCastle's structures. */
@NullMarked
package org.vouchseal.status.ocsp;

import org.jspecify.annotations.NullMarked;
