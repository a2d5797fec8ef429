/**
 * The key service's rows in MariaDB, mapped by hand to the records of the features. Stores need a
 * running transaction.
 */
@NullMarked
package org.vouchseal.keyservice.jpa;

import org.jspecify.annotations.NullMarked;
