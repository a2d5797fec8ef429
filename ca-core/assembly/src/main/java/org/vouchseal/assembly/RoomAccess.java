package org.vouchseal.assembly;

import org.vouchseal.hsm.Token;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.persistence.Entities;

/**
 * What belongs to one room alone: its schema and its token.
 *
 * @param transactions of the room's schema
 * @param entities of the same transactions
 * @param token the room's own
 */
public record RoomAccess(Transactions transactions, Entities entities, Token token) {}
