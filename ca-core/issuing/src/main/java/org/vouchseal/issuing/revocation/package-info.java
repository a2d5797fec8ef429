/**
 * Ends certificates before their time. A revocation is a row and its audit event in the transaction
 * of whoever asks; it is never taken back.
 */
@NullMarked
package org.vouchseal.issuing.revocation;

import org.jspecify.annotations.NullMarked;
