package org.vouchseal.issuing.door;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.issuance.CertificateState;
import org.vouchseal.issuing.issuance.CertificateStore;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.revocation.Revocation;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;

/** The certificates among the tables in memory; each is read with its revocation. */
final class MemoryCertificates implements CertificateStore {

  private final MemoryStores stores;

  MemoryCertificates(MemoryStores stores) {
    this.stores = stores;
  }

  @Override
  public Optional<IssuedCertificate> find(String issuer, SerialNumber serial) {
    return Optional.ofNullable(stores.rows.certificates.get(MemoryStores.key(issuer, serial)))
        .map(MemoryStores.Kept::certificate)
        .map(this::withRevocation);
  }

  private IssuedCertificate withRevocation(IssuedCertificate c) {
    return copy(
        c,
        c.state(),
        Optional.ofNullable(stores.rows.revocations.get(MemoryStores.key(c.issuer(), c.serial()))));
  }

  private IssuedCertificate copy(
      IssuedCertificate c, CertificateState state, Optional<Revocation> revocation) {
    return new IssuedCertificate(
        c.issuer(),
        c.serial(),
        c.profile(),
        c.keyClass(),
        c.der(),
        c.spki(),
        c.notBefore(),
        c.notAfter(),
        c.order(),
        c.owner(),
        c.tier(),
        state,
        c.issuedAt(),
        revocation);
  }

  private List<IssuedCertificate> all() {
    return stores.rows.certificates.values().stream()
        .map(MemoryStores.Kept::certificate)
        .map(this::withRevocation)
        .toList();
  }

  @Override
  public List<IssuedCertificate> findBySpkiAndLock(SpkiDigest spki) {
    return all().stream().filter(c -> c.spki().equals(spki)).toList();
  }

  @Override
  public boolean isCompromised(SpkiDigest key) {
    return findBySpkiAndLock(key).stream()
        .flatMap(c -> c.revocation().stream())
        .anyMatch(r -> r.reason() == RevocationReason.KEY_COMPROMISE);
  }

  @Override
  public List<IssuedCertificate> ofOrder(Reference order) {
    return all().stream().filter(c -> c.order().filter(order::equals).isPresent()).toList();
  }

  @Override
  public List<IssuedCertificate> unexpiredForMailbox(Mailbox mailbox, Instant at) {
    return stores.rows.certificates.values().stream()
        .filter(kept -> kept.mailboxes().contains(mailbox))
        .map(MemoryStores.Kept::certificate)
        .map(this::withRevocation)
        .filter(c -> !c.notAfter().isBefore(at))
        .toList();
  }

  @Override
  public void insert(
      IssuedCertificate certificate, Optional<String> planKey, List<Mailbox> mailboxes) {
    String key = MemoryStores.key(certificate.issuer(), certificate.serial());
    boolean samePlan =
        stores.rows.certificates.values().stream()
            .anyMatch(k -> planKey.isPresent() && k.planKey().equals(planKey));
    if (samePlan
        || stores.rows.certificates.putIfAbsent(
                key, new MemoryStores.Kept(certificate, planKey, mailboxes))
            != null) {
      throw MemoryStores.duplicate("certificate");
    }
  }

  @Override
  public boolean changeState(
      String issuer, SerialNumber serial, CertificateState from, CertificateState to) {
    MemoryStores.Kept kept = stores.rows.certificates.get(MemoryStores.key(issuer, serial));
    if (kept == null || kept.certificate().state() != from) {
      return false;
    }
    stores.rows.certificates.put(
        MemoryStores.key(issuer, serial),
        new MemoryStores.Kept(
            copy(kept.certificate(), to, Optional.empty()), kept.planKey(), kept.mailboxes()));
    return true;
  }

  @Override
  public void noteKeyInUse(String issuer, SerialNumber serial) {
    stores.rows.plans.values().stream()
        .filter(plan -> plan.issuer().equals(issuer) && plan.serial().equals(serial))
        .flatMap(plan -> plan.escrowId().stream())
        .forEach(stores.rows.keysInUse::add);
  }

  @Override
  public List<EscrowId> keysInUse() {
    return List.copyOf(stores.rows.keysInUse);
  }

  @Override
  public void forgetKeyInUse(EscrowId key) {
    stores.rows.keysInUse.remove(key);
  }
}
