package org.vouchseal.issuing.boot;

import java.security.SecureRandom;
import java.time.Clock;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.centralkey.CentralKeySecrets;
import org.vouchseal.issuing.centralkey.CentralKeys;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.persistence.RunningConnection;

/**
 * What issuing needs of its surroundings.
 *
 * @param transactions of the room's schema
 * @param running connections of the same transactions
 * @param token with the keys of both CAs, the CMP signer and the registrar
 * @param centralKeys the key service
 * @param centralKeySecrets the key service, for its copy of secrets
 * @param node name of this node, at most 64 characters
 * @param boot another value at each start of this node
 */
public record IssuingParts(
    Transactions transactions,
    RunningConnection running,
    Token token,
    CryptoProviders providers,
    PkiDirectory directory,
    Clock clock,
    SecureRandom random,
    HaltPoint haltPoint,
    CentralKeys centralKeys,
    CentralKeySecrets centralKeySecrets,
    String node,
    String boot,
    IssuingSettings settings) {}
