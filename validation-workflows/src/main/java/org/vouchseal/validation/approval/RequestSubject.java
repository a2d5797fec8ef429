package org.vouchseal.validation.approval;

import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SubjectName;

/** The subject of a V1 order, and the one that the request shall carry. */
final class RequestSubject {

  /** Upper bound of commonName (RFC 5280 appendix A). */
  private static final int LONGEST_NAME = 64;

  private RequestSubject() {}

  /** The mailbox as common name where it fits there, else the empty subject. */
  static SubjectName approved(Mailbox mailbox) {
    return fits(mailbox) ? SubjectName.commonName(mailbox.address()) : SubjectName.EMPTY;
  }

  /** The same for the request, where an empty subject is not possible; RFC 2253. */
  static String requested(Mailbox mailbox, Reference reference) {
    return "CN=" + escaped(fits(mailbox) ? mailbox.address() : reference.value());
  }

  private static boolean fits(Mailbox mailbox) {
    return mailbox.isAscii() && mailbox.address().length() <= LONGEST_NAME;
  }

  private static String escaped(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (",+\"\\<>;=".indexOf(c) >= 0 || (i == 0 && c == '#')) {
        text.append('\\');
      }
      text.append(c);
    }
    return text.toString();
  }
}
