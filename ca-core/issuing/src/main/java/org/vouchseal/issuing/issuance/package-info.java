/**
 * From an approved request to a certificate, in the one order of steps that a crash cannot break:
 * check, plan, lint, record, sign, complete.
 */
@NullMarked
package org.vouchseal.issuing.issuance;

import org.jspecify.annotations.NullMarked;
