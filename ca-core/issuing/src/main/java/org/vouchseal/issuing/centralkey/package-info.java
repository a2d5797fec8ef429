/**
 * What issuing asks of the key service: to make and escrow an encryption key, and to keep its own
 * copy of an order's secret. Ports only; the server binds them.
 */
@NullMarked
package org.vouchseal.issuing.centralkey;

import org.jspecify.annotations.NullMarked;
