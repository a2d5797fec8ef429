/**
 * What a registration authority sends in writing: signed orders (JWS) and the secrets that travel
 * beside them (JWE). Verifies form and signature; whether the RA may order this is the registrar's.
 */
@NullMarked
package org.vouchseal.messages.order;

import org.jspecify.annotations.NullMarked;
