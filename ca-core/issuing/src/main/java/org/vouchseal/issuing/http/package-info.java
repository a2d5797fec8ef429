/**
 * Issuing's addresses: CMP for everybody, the registrar for registration authorities. Plain
 * handlers, so that any HTTP server can carry them, and thin servlets over them.
 */
@NullMarked
package org.vouchseal.issuing.http;

import org.jspecify.annotations.NullMarked;
