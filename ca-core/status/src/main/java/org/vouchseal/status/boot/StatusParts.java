package org.vouchseal.status.boot;

import java.security.SecureRandom;
import java.time.Clock;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlReads;
import org.vouchseal.status.ocsp.OcspSettings;
import org.vouchseal.status.responder.ResponderCertificates;

/**
 * What the room needs of its surroundings.
 *
 * @param transactions of the room's schema
 * @param running of the same transactions
 * @param reads of the same schema
 * @param token with the keys of {@code ResponderKey}
 * @param node name of this node, at most 64 characters
 * @param boot another value at each start of this node
 * @param issuingSchema the schema whose views are read
 */
public record StatusParts(
    Transactions transactions,
    RunningConnection running,
    SqlReads reads,
    Token token,
    CryptoProviders providers,
    PkiDirectory directory,
    Clock clock,
    SecureRandom random,
    ResponderCertificates responderCertificates,
    String node,
    String boot,
    OcspSettings ocsp,
    String issuingSchema) {}
