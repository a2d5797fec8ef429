package org.vouchseal.assembly;

import org.vouchseal.hsm.Token;
import org.vouchseal.persistence.SqlTransactions;

/**
 * What belongs to one room alone: its schema and its token.
 *
 * @param transactions of the room's schema
 * @param token the room's own
 */
public record RoomAccess(SqlTransactions transactions, Token token) {}
