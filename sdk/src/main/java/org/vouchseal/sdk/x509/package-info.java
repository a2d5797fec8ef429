/**
 * Judging certificates by the trust anchors and by what they may be used for, and writing them and
 * their keys as PEM and PKCS#12.
 */
@NullMarked
package org.vouchseal.sdk.x509;

import org.jspecify.annotations.NullMarked;
