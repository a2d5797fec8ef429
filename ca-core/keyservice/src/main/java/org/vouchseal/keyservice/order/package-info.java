/**
 * What the key service makes of an order: it verifies the registration authority's signature for
 * itself, whoever hands the order over.
 */
@NullMarked
package org.vouchseal.keyservice.order;

import org.jspecify.annotations.NullMarked;
