package org.vouchseal.validation.approval;

import java.util.List;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.validation.enrolment.EnrolmentState;
import org.vouchseal.validation.order.OrderSecret;

/**
 * With what the applicant gets his certificates over CMP.
 *
 * @param subject distinguished name for the request (RFC 2253), never empty
 * @param profiles what may be asked for
 */
public record CmpAccess(
    EnrolmentState state,
    Reference reference,
    OrderSecret secret,
    String subject,
    List<ProfileName> profiles) {

  public CmpAccess {
    profiles = List.copyOf(profiles);
  }
}
