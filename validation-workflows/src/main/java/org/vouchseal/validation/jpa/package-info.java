/** The stores of this room over the schema validation; rows never leave this package. */
@NullMarked
package org.vouchseal.validation.jpa;

import org.jspecify.annotations.NullMarked;
