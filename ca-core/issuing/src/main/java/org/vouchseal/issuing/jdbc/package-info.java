/**
 * What an issuance reads and writes, in plain SQL: JPA's share of that work was larger than the
 * database's.
 */
@NullMarked
package org.vouchseal.issuing.jdbc;

import org.jspecify.annotations.NullMarked;
