package org.vouchseal.validation.enrolment;

import org.vouchseal.model.OwnerId;

/**
 * A proof by which an enrolment joins an owner who is known already.
 *
 * @param owner whom it is about
 * @param cms DER of a SignedData over the enrolment's id; not verified here
 */
public record OwnerProof(OwnerId owner, byte[] cms) {

  public OwnerProof {
    cms = cms.clone();
  }

  @Override
  public byte[] cms() {
    return cms.clone();
  }
}
