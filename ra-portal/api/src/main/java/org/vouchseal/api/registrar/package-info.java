/**
 * Speaks to the registrar of the certificate authority over HTTP: signed orders (JWS), secrets for
 * its keys (JWE).
 */
@NullMarked
package org.vouchseal.api.registrar;

import org.jspecify.annotations.NullMarked;
