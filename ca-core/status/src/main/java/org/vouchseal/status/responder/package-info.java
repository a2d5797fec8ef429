/**
 * The certificates under which OCSP answers are signed: one short-lived delegate per issuer, asked
 * of issuing and renewed in time.
 */
@NullMarked
package org.vouchseal.status.responder;

import org.jspecify.annotations.NullMarked;
