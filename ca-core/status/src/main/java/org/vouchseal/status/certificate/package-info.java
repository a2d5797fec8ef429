/** What the public may know of a certificate: whether it was issued, and whether it is revoked. */
@NullMarked
package org.vouchseal.status.certificate;

import org.jspecify.annotations.NullMarked;
