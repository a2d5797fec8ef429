/**
 * Escrow of encryption keys: storing with a receipt, and opening for the owner. It holds no other
 * kind of key, by type, by gate and by a rule of the database.
 */
@NullMarked
package org.vouchseal.keyservice.escrow;

import org.jspecify.annotations.NullMarked;
