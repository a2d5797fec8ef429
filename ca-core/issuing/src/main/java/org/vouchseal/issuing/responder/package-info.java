/** Certifies the keys of delegated OCSP responders, by the same path as every other certificate. */
@NullMarked
package org.vouchseal.issuing.responder;

import org.jspecify.annotations.NullMarked;
