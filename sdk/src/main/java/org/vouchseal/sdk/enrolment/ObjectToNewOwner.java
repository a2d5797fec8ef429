package org.vouchseal.sdk.enrolment;

import java.nio.file.Path;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Misuse;
import org.vouchseal.sdk.cms.SignedStatement;

/**
 * Objects to a new owner of the user's mailbox, signed with the identity that he has: the service
 * then revokes nothing until people have decided. Asking again is no failure.
 */
public final class ObjectToNewOwner {

  private static final String STATEMENT = "vouchseal-objection-1:";

  private final EnrolmentService service;
  private final IdentityStore store;

  public ObjectToNewOwner(EnrolmentService service, IdentityStore store) {
    this.service = service;
    this.store = store;
  }

  /**
   * Objects.
   *
   * @param folder of the identity
   * @param enrolment the new owner's, as the mail names it
   * @return the id of the case that people decide
   */
  public String object(Path folder, String enrolment) {
    if (!enrolment.matches("[a-z0-9-]{1,64}")) {
      throw new Misuse(
          Fault.local(
              "enrolment-name",
              "this is no name of an enrolment",
              "\"" + enrolment + "\" has other characters than a-z, 0-9 and hyphens",
              "copy it from the mail that told you of the new owner"));
    }
    StoredIdentity identity = store.open(folder);
    return service.object(enrolment, SignedStatement.over(STATEMENT + enrolment, identity));
  }
}
