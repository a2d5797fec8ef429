package org.vouchseal.assembly;

import org.vouchseal.hsm.Token;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.persistence.RunningConnection;

/**
 * What belongs to one room alone: its schema and its token.
 *
 * @param transactions of the room's schema
 * @param running connections or entities of the same transactions
 * @param token the room's own
 * @param <D> whether the room has entities
 */
public record RoomAccess<D extends RunningConnection>(
    Transactions transactions, D running, Token token) {}
