package org.vouchseal.validation.objection;

import java.util.Optional;
import org.vouchseal.model.Reference;

/** Keeps objection cases, at most one per enrolment. Every method needs a running transaction. */
public interface ObjectionCases {

  /** Opens one unless the enrolment has one. True when it is new. */
  boolean openIfNew(ObjectionCase objection);

  /** The case of an enrolment, as last committed. */
  Optional<ObjectionCase> of(Reference enrolment);
}
