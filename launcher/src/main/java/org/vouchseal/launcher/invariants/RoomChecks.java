package org.vouchseal.launcher.invariants;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.vouchseal.keyservice.invariants.Finding;

/** The rooms' own checks, in the one form in which all are shown. */
final class RoomChecks {

  private RoomChecks() {}

  static List<CheckedInvariant> ofIssuing(DataSource issuing) {
    List<CheckedInvariant> checked = new ArrayList<>();
    new org.vouchseal.issuing.invariants.CheckInvariants(issuing)
        .run()
        .forEach(
            (name, findings) -> {
              int colon = name.indexOf(": ");
              checked.add(
                  new CheckedInvariant(
                      name.substring(0, colon),
                      name.substring(colon + 2),
                      findings.stream().map(row -> row.row() + " " + row.text()).toList()));
            });
    return checked;
  }

  static List<CheckedInvariant> ofKeyService(List<Finding> findings) {
    Map<String, String> statements = new LinkedHashMap<>();
    statements.put("I2", "every key in escrow has its audit row");
    statements.put(
        "I3", "every key in escrow is of class ENC, opens, fits its public key and its receipt");
    statements.put("I4", "every key that was told of as stored is in escrow");
    findings.forEach(
        finding ->
            statements.putIfAbsent(finding.invariant(), "other findings of the key service"));
    List<CheckedInvariant> checked = new ArrayList<>();
    statements.forEach(
        (id, statement) ->
            checked.add(
                new CheckedInvariant(
                    id,
                    statement,
                    findings.stream()
                        .filter(finding -> finding.invariant().equals(id))
                        .map(finding -> finding.row() + " " + finding.what())
                        .toList())));
    return checked;
  }
}
