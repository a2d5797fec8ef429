package org.vouchseal.keyservice.invariants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vouchseal.keyservice.escrow.CheckEscrow;
import org.vouchseal.keyservice.escrow.EscrowStore;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Transactions;

/**
 * Checks the whole key service: every escrowed key opens, reproduces its public key and has a
 * receipt that holds (I3); no key that was ever told of as stored is missing (I4), and none is
 * there untold (I2); escrow holds class ENC only, and the database sees to it (gate 6 of escrow).
 * Whether each certificate has its key is found by comparing with issuing.
 */
public final class CheckKeyService {

  private static final int PAGE = 200;

  private final Transactions transactions;
  private final EscrowStore store;
  private final StoreQueries queries;
  private final CheckEscrow checkEscrow;
  private final AuditTrail audit;

  public CheckKeyService(
      Transactions transactions,
      EscrowStore store,
      StoreQueries queries,
      CheckEscrow checkEscrow,
      AuditTrail audit) {
    this.transactions = transactions;
    this.store = store;
    this.queries = queries;
    this.checkEscrow = checkEscrow;
    this.audit = audit;
  }

  /** Every row that breaks an invariant; empty when all hold. Opens every key in escrow. */
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>(ofTheDatabase());
    int checked = 0;
    List<String> page = page("");
    while (!page.isEmpty()) {
      for (String name : page) {
        checkEscrow
            .fault(name)
            .ifPresent(fault -> findings.add(new Finding("I3", "escrow:" + name, fault)));
      }
      checked += page.size();
      page = page(page.get(page.size() - 1));
    }
    tell(checked, findings.size());
    return findings;
  }

  private List<String> page(String after) {
    return transactions.run(() -> store.namesForChecking(after, PAGE));
  }

  private List<Finding> ofTheDatabase() {
    return transactions.run(
        () -> {
          List<Finding> findings = new ArrayList<>();
          queries
              .storedButUntold()
              .forEach(row -> findings.add(new Finding("I2", row, "has no audit row")));
          queries
              .toldButMissing()
              .forEach(row -> findings.add(new Finding("I4", row, "was stored and is missing")));
          queries
              .ofOtherClass()
              .forEach(row -> findings.add(new Finding("I3", row, "is not of class ENC")));
          queries
              .marksThatDiffer()
              .forEach(
                  row -> findings.add(new Finding("I2", row, "its mark of use is not as told of")));
          queries
              .signersThatDiffer()
              .forEach(row -> findings.add(new Finding("I2", row, "its owner is not as told of")));
          if (!queries.refusesOtherClasses()) {
            findings.add(new Finding("I3", "table:escrow", "has lost its rule that class is ENC"));
          }
          return findings;
        });
  }

  private void tell(int checked, int found) {
    transactions.run(
        () ->
            audit.append(
                new AuditEvent(
                    "escrow.checked",
                    "system:invariants",
                    "escrow",
                    Map.of(
                        "records", Integer.toString(checked),
                        "findings", Integer.toString(found)))));
  }
}
