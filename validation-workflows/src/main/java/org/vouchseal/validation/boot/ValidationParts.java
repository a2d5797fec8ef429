package org.vouchseal.validation.boot;

import java.security.SecureRandom;
import java.time.Clock;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.persistence.Entities;
import org.vouchseal.validation.order.Registrar;
import org.vouchseal.validation.outbox.MailSender;

/**
 * What the room stands on.
 *
 * @param transactions of the schema {@code validation}
 * @param entities of the same
 * @param mail how mail leaves
 * @param registrar how orders leave
 * @param clock the time
 * @param random for codes, tokens, secrets and names
 * @param halt crash drills; {@link HaltPoint#NONE} in production
 * @param node name of this node
 * @param settings the numbers of the room
 */
public record ValidationParts(
    Transactions transactions,
    Entities entities,
    MailSender mail,
    Registrar registrar,
    Clock clock,
    SecureRandom random,
    HaltPoint halt,
    String node,
    ValidationSettings settings) {}
