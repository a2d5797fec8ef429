package org.vouchseal.launcher.invariants;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.vouchseal.keyservice.invariants.Finding;

/** Every invariant of a stack. May run beside a working server. */
public final class CheckInvariants {

  private final DataSource issuing;
  private final DataSource keyService;
  private final DataSource validation;
  private final Supplier<List<Finding>> keyServiceFindings;

  /**
   * A checker; each data source connects as the account of its room.
   *
   * @param keyServiceFindings the key service's own check, which needs its token
   */
  public CheckInvariants(
      DataSource issuing,
      DataSource keyService,
      DataSource validation,
      Supplier<List<Finding>> keyServiceFindings) {
    this.issuing = issuing;
    this.keyService = keyService;
    this.validation = validation;
    this.keyServiceFindings = keyServiceFindings;
  }

  /**
   * Checks all of them.
   *
   * @param received certificates that clients say they got, for I1
   * @throws org.vouchseal.model.runtime.StoreUnavailable when a database does not answer
   */
  public List<CheckedInvariant> run(ClientLog received) {
    List<CheckedInvariant> all = new ArrayList<>();
    all.add(received.check(issuing));
    all.addAll(RoomChecks.ofIssuing(issuing));
    // certificates before keys: a key is there before its certificate
    all.addAll(new CrossRoomInvariants(issuing, keyService).run());
    all.addAll(RoomChecks.ofKeyService(keyServiceFindings.get()));
    all.addAll(ValidationInvariants.run(validation));
    return List.copyOf(all);
  }
}
