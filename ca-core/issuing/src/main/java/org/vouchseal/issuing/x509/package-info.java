/**
 * X.509 by BouncyCastle: composes the bytes to be signed, reads keys and certificates, writes
 * revocation lists. No type of BouncyCastle shows outside.
 */
@NullMarked
package org.vouchseal.issuing.x509;

import org.jspecify.annotations.NullMarked;
