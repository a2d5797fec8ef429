package org.vouchseal.keyservice.boot;

import java.security.SecureRandom;
import java.time.Clock;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.persistence.RunningConnection;

/**
 * What the key service is put together from.
 *
 * @param transactions over the schema {@code keyservice}
 * @param running of the same transactions
 * @param token with the purposes kga, receipt, kek, pool-seal, keyservice-secrets and
 *     keyservice-secret-seal
 * @param directory what the ceremony wrote
 * @param node name of this node
 */
public record KeyServiceParts(
    Transactions transactions,
    RunningConnection running,
    Token token,
    CryptoProviders providers,
    PkiDirectory directory,
    Clock clock,
    SecureRandom random,
    HaltPoint haltPoint,
    String node,
    KeyServiceSettings settings) {}
