/**
 * The database edge that every room shares: transactions without XA, audit rows, leases, the plain
 * data source. Holds no table of any field and no rule.
 */
@NullMarked
package org.vouchseal.persistence;

import org.jspecify.annotations.NullMarked;
