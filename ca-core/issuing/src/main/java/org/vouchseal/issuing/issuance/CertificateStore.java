package org.vouchseal.issuing.issuance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;

/** Where certificates are kept. Every method needs a running transaction. */
public interface CertificateStore {

  Optional<IssuedCertificate> find(String issuer, SerialNumber serial);

  /**
   * All with this public key, oldest first, also those that were committed after the running
   * transaction began; locked until it ends.
   */
  List<IssuedCertificate> findBySpkiAndLock(SpkiDigest spki);

  /**
   * Whether anything of this key was revoked for keyCompromise, also by a transaction that was
   * committed after the running one began. Until this one ends nobody can say otherwise.
   */
  boolean isCompromised(SpkiDigest key);

  /** All of an order, oldest first. */
  List<IssuedCertificate> ofOrder(Reference order);

  /** All that carry this mailbox and have not expired at {@code at}, oldest first. */
  List<IssuedCertificate> unexpiredForMailbox(Mailbox mailbox, Instant at);

  /**
   * Adds a certificate; the second with the same issuer and serial, or plan, is a duplicate key, at
   * the latest at the commit.
   */
  void insert(IssuedCertificate certificate, Optional<String> planKey, List<Mailbox> mailboxes);

  /** Compare-and-set: whether the state was {@code from} and now is {@code to}. */
  boolean changeState(
      String issuer, SerialNumber serial, CertificateState from, CertificateState to);

  /**
   * Notes that the key service is to know of a confirmed certificate whose key it keeps; nothing
   * for a certificate whose key is not in escrow.
   */
  void noteKeyInUse(String issuer, SerialNumber serial);

  /** Keys that the key service does not know yet to be in use, some of them. */
  List<EscrowId> keysInUse();

  /** The key service knows. */
  void forgetKeyInUse(EscrowId key);
}
