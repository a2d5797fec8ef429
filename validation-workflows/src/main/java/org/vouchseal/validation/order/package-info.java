/**
 * What the registration authority tells the registrar of the certificate authority, and what it
 * hears: a port.
 */
@NullMarked
package org.vouchseal.validation.order;

import org.jspecify.annotations.NullMarked;
