package org.vouchseal.issuing.cmp;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Consumer;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.centralkey.CentralKeySecrets;
import org.vouchseal.issuing.centralkey.CentralKeys;
import org.vouchseal.issuing.crl.CrlStore;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssueCertificate;
import org.vouchseal.issuing.registrar.Registrar;
import org.vouchseal.issuing.revocation.RevokeCertificate;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;

/** What the CMP door works with. */
public record CmpParts(
    Transactions transactions,
    CmpTransactionStore store,
    ArrivalStore arrivals,
    MacFailureStore macFailures,
    Registrar registrar,
    IssueCertificate issuance,
    Certificates certificates,
    RevokeCertificate revocations,
    CrlStore crls,
    CentralKeys centralKeys,
    CentralKeySecrets keyServiceSecrets,
    AuditTrail audit,
    Token token,
    CryptoProviders providers,
    PkiDirectory directory,
    Clock clock,
    SecureRandom random,
    HaltPoint haltPoint,
    CmpSettings settings,
    CmpRules rules) {

  /** The same, where whoever erases a spent secret is heard by {@code spent} first. */
  CmpParts spending(Consumer<String> spent) {
    return with(new SpentSecrets(keyServiceSecrets, spent), rules);
  }

  /** The same by other rules. */
  CmpParts with(CmpRules others) {
    return with(keyServiceSecrets, others);
  }

  private CmpParts with(CentralKeySecrets secrets, CmpRules others) {
    return new CmpParts(
        transactions,
        store,
        arrivals,
        macFailures,
        registrar,
        issuance,
        certificates,
        revocations,
        crls,
        centralKeys,
        secrets,
        audit,
        token,
        providers,
        directory,
        clock,
        random,
        haltPoint,
        settings,
        others);
  }
}
