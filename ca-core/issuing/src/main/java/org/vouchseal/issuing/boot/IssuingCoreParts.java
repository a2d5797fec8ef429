package org.vouchseal.issuing.boot;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.crl.CrlSettings;
import org.vouchseal.issuing.issuance.ApprovedOrders;
import org.vouchseal.issuing.issuance.IssuanceSettings;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.persistence.RunningConnection;

/**
 * What the core of issuing is put together from.
 *
 * @param audit the room's one trail, shared with the registrar's part
 * @param node name of this node and boot, as holder of leases
 * @param reservedPolicy whether certificates assert the policy OID of the CA/Browser Forum: {@code
 *     VOUCHSEAL_CABF_POLICY}
 * @param blockedKeys file of keys that are never certified
 * @param orders what may be certified for end entities
 */
public record IssuingCoreParts(
    Transactions transactions,
    RunningConnection running,
    AuditTrail audit,
    Token token,
    CryptoProviders providers,
    PkiDirectory directory,
    Clock clock,
    SecureRandom random,
    HaltPoint halt,
    String node,
    boolean reservedPolicy,
    Optional<Path> blockedKeys,
    ApprovedOrders orders,
    IssuingRules rules,
    IssuanceSettings issuanceSettings,
    CrlSettings crlSettings) {}
