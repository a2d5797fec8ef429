package org.vouchseal.keyservice.archive;

import java.util.Set;
import java.util.TreeSet;
import org.vouchseal.model.EnrolmentOrder;

/**
 * What an envelope has to hold: the private half of a public key, and beside it a name of its
 * holder (EncKeyWithID, RFC 4211 §6.4), so that nobody else sends the same envelope as his own.
 *
 * @param subjectPublicKeyInfo DER; not copied
 * @param names the order's reference and its mailboxes
 */
public record ExpectedKey(byte[] subjectPublicKeyInfo, Set<String> names) {

  public ExpectedKey {
    names = Set.copyOf(names);
  }

  /** The key that a verified request under an order brings. */
  static ExpectedKey of(EnrolmentOrder order, VerifiedArchive verified) {
    Set<String> names = new TreeSet<>();
    names.add(order.reference().value());
    order.mailboxes().forEach(mailbox -> names.add(mailbox.address()));
    return new ExpectedKey(verified.subjectPublicKeyInfo(), names);
  }
}
