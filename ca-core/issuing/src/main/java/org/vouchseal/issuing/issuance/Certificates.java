package org.vouchseal.issuing.issuance;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;

/**
 * Looks up certificates and keeps their state of confirmation; all within a running transaction.
 */
public final class Certificates {

  private final CertificateStore store;
  private final AuditTrail audit;

  public Certificates(CertificateStore store, AuditTrail audit) {
    this.store = store;
    this.audit = audit;
  }

  public Optional<IssuedCertificate> find(String issuer, SerialNumber serial) {
    return store.find(issuer, serial);
  }

  /** Whether that certificate is on the list of its issuer, or will be at once. */
  public boolean isRevoked(String issuer, SerialNumber serial) {
    return find(issuer, serial).flatMap(IssuedCertificate::revocation).isPresent();
  }

  /** All with this public key, oldest first and up to date; locked in the caller's transaction. */
  public List<IssuedCertificate> findBySpkiAndLock(SpkiDigest spki) {
    return store.findBySpkiAndLock(spki);
  }

  /** Whether the key is known to be in wrong hands; holds until the caller's transaction ends. */
  public boolean isCompromised(SpkiDigest spki) {
    return store.isCompromised(spki);
  }

  /** All of an order, oldest first, whatever their state. */
  public List<IssuedCertificate> ofOrder(Reference order) {
    return store.ofOrder(order);
  }

  /** The order's signing certificates that may be relied on at {@code at}, oldest first. */
  public List<IssuedCertificate> validSigningOf(Reference order, Instant at) {
    return validOf(order, KeyClass.SIGN, at);
  }

  /** The order's encryption certificates that may be relied on at {@code at}, oldest first. */
  public List<IssuedCertificate> validEncryptionOf(Reference order, Instant at) {
    return validOf(order, KeyClass.ENC, at);
  }

  /** Valid certificates of whatever owner that carry this mailbox, oldest first. */
  public List<IssuedCertificate> validForMailbox(Mailbox mailbox, Instant at) {
    return store.unexpiredForMailbox(mailbox, at).stream().filter(c -> c.isValid(at)).toList();
  }

  /**
   * The requester accepted the certificate.
   *
   * @return false when it is not unconfirmed (any more); nothing is changed then
   */
  public boolean confirmInTransaction(String issuer, SerialNumber serial, String actor) {
    return change(issuer, serial, CertificateState.CONFIRMED, "certificate.confirmed", actor);
  }

  /**
   * The requester rejected the certificate or stayed silent; the caller revokes it in the same
   * transaction.
   *
   * @return false when it is not unconfirmed (any more); nothing is changed then
   */
  public boolean rejectInTransaction(String issuer, SerialNumber serial, String actor) {
    return change(issuer, serial, CertificateState.REJECTED, "certificate.rejected", actor);
  }

  private boolean change(
      String issuer, SerialNumber serial, CertificateState to, String event, String actor) {
    if (!store.changeState(issuer, serial, CertificateState.UNCONFIRMED, to)) {
      return false;
    }
    audit.append(
        new AuditEvent(event, actor, "certificate:" + serial.hex(), Map.of("issuer", issuer)));
    return true;
  }

  private List<IssuedCertificate> validOf(Reference order, KeyClass keyClass, Instant at) {
    return store.ofOrder(order).stream()
        .filter(c -> c.keyClass() == keyClass && c.isValid(at))
        .toList();
  }
}
