package org.vouchseal.validation.enrolment;

import java.util.Optional;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.SerialNumber;

/** Who owns the certificates that were issued on our orders. Needs a running transaction. */
@FunctionalInterface
public interface KnownOwners {

  Optional<OwnerId> ownerOf(SerialNumber certificate);
}
