package org.vouchseal.validation.enrolment;

import java.util.Optional;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.validation.Digest;
import org.vouchseal.validation.Refusal;

/**
 * Lets nobody see an enrolment but the holder of its token. An unknown id and a wrong token get the
 * same answer.
 */
public final class EnrolmentDoor {

  private static final String NOBODY = Sha256.hex(new byte[0]);

  private final EnrolmentStore store;

  public EnrolmentDoor(EnrolmentStore store) {
    this.store = store;
  }

  /** The enrolment, to be read. Runs in the caller's transaction. */
  public Outcome<Enrolment, Refusal> open(Reference id, AccessToken token) {
    return checked(store.find(id), token);
  }

  /** The enrolment, to be changed: locked. Runs in the caller's transaction. */
  public Outcome<Enrolment, Refusal> openAndLock(Reference id, AccessToken token) {
    // a stranger takes no lock
    return open(id, token).then(unlocked -> checked(store.findAndLock(id), token));
  }

  private static Outcome<Enrolment, Refusal> checked(Optional<Enrolment> found, AccessToken token) {
    String kept = found.map(enrolment -> enrolment.dossier().tokenDigest()).orElse(NOBODY);
    boolean right = Digest.same(kept, token.digest());
    return Outcome.of(found.filter(enrolment -> right), EnrolmentDoor::unknown);
  }

  /** What a stranger hears. */
  public static Refusal unknown() {
    return Refusal.of(
        Problem.Kind.UNKNOWN,
        "enrolment-unknown",
        "there is no such enrolment",
        "no enrolment has this id and this token",
        "check id and token, or start a new enrolment");
  }
}
