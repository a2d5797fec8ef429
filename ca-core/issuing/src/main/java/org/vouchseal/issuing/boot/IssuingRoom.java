package org.vouchseal.issuing.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Job;
import org.vouchseal.persistence.SqlAuditTrail;

/**
 * Issuing, put together.
 *
 * @param core issuance, revocation, lists
 * @param registrar registrar and CMP door
 */
public record IssuingRoom(IssuingCore core, RegistrarAssembly registrar) {

  /**
   * Puts the room together and takes over what the ceremony made, which writes to the database
   * unless it is there already.
   */
  public static IssuingRoom assemble(IssuingParts parts) {
    AuditTrail audit =
        new SqlAuditTrail(parts.running(), parts.clock(), parts.random(), parts.node());
    IssuingCore core = IssuingCore.assemble(coreParts(parts, audit));
    core.ceremonyImport().run(parts.directory());
    return new IssuingRoom(core, RegistrarAssembly.assemble(registrarParts(parts, audit, core)));
  }

  /**
   * Everything that is due without being asked, to be run on every node. Revocation lists are a job
   * of their own: they wait for nothing else, and for no other room.
   */
  public List<Job> jobs() {
    List<Job> jobs = new ArrayList<>(registrar.jobs());
    jobs.add(
        Job.of(
            "revocation lists",
            Duration.ofSeconds(1),
            () -> {
              var unusedRuns = core.crls().run();
            }));
    return List.copyOf(jobs);
  }

  private static IssuingCoreParts coreParts(IssuingParts parts, AuditTrail audit) {
    return new IssuingCoreParts(
        parts.transactions(),
        parts.running(),
        audit,
        parts.token(),
        parts.providers(),
        parts.directory(),
        parts.clock(),
        parts.random(),
        parts.haltPoint(),
        parts.node() + "/" + parts.boot(),
        parts.settings().reservedPolicy(),
        parts.settings().blockedKeys(),
        parts
            .settings()
            .rules()
            .orders()
            .apply(
                RegistrarAssembly.provedOrders(
                    parts.running(),
                    parts.providers(),
                    parts.directory(),
                    parts.clock(),
                    parts.settings().registrar())),
        parts.settings().rules(),
        parts.settings().issuance(),
        parts.settings().crl());
  }

  private static RegistrarAssembly.Parts registrarParts(
      IssuingParts parts, AuditTrail audit, IssuingCore core) {
    return new RegistrarAssembly.Parts(
        parts.transactions(),
        parts.running(),
        parts.token(),
        parts.providers(),
        parts.directory(),
        parts.clock(),
        parts.random(),
        parts.haltPoint(),
        audit,
        core.issuance(),
        core.certificates(),
        core.revocation(),
        parts.centralKeys(),
        parts.centralKeySecrets(),
        parts.settings().registrar(),
        parts.settings().cmp(),
        parts.settings().rules());
  }
}
