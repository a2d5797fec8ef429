package org.vouchseal.issuing.cmp;

import java.util.List;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.SubjectName;

/**
 * The names that a certificate gets.
 *
 * @param withModifications whether the certificate will differ from its template
 */
public record CertifiedNames(
    SubjectName subject, List<Mailbox> mailboxes, boolean withModifications) {

  public CertifiedNames {
    mailboxes = List.copyOf(mailboxes);
  }

  /** The same names, in a certificate that may differ from its template in something else. */
  CertifiedNames modifiedIf(boolean otherwise) {
    return new CertifiedNames(subject, mailboxes, withModifications || otherwise);
  }
}
