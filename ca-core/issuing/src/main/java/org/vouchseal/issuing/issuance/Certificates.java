package org.vouchseal.issuing.issuance;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.model.EscrowId;
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
  private final BiPredicate<String, byte[]> signedByIssuer;
  private final AuditTrail audit;

  /**
   * Certificates of one store.
   *
   * @param signedByIssuer whether a CA, by name, signed a certificate, in DER
   */
  public Certificates(
      CertificateStore store, BiPredicate<String, byte[]> signedByIssuer, AuditTrail audit) {
    this.store = store;
    this.signedByIssuer = signedByIssuer;
    this.audit = audit;
  }

  public Optional<IssuedCertificate> find(String issuer, SerialNumber serial) {
    return store.find(issuer, serial);
  }

  /**
   * The row of a certificate that somebody shows, if it holds exactly these octets and the CA's key
   * signed them: a row alone may be made up by who can write to the database. For whoever lets
   * rights follow from a certificate whose path nobody has verified.
   */
  public Optional<IssuedCertificate> findShown(String issuer, SerialNumber serial, byte[] der) {
    return find(issuer, serial)
        .filter(row -> Arrays.equals(row.der(), der))
        .filter(row -> signedByIssuer.test(issuer, der));
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
    boolean confirmed =
        change(issuer, serial, CertificateState.CONFIRMED, "certificate.confirmed", actor);
    if (confirmed) {
      store.noteKeyInUse(issuer, serial);
    }
    return confirmed;
  }

  /** Keys in escrow that are in use since, and of which the key service does not know it yet. */
  public List<EscrowId> keysInUse() {
    return store.keysInUse();
  }

  /** The key service knows that the key is in use. */
  public void forgetKeyInUse(EscrowId key) {
    store.forgetKeyInUse(key);
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
