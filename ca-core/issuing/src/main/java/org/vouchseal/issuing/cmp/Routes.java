package org.vouchseal.issuing.cmp;

import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;

/** Which body may ask for which profile, under which credential. */
@FunctionalInterface
public interface Routes {

  /** Those of the product. */
  Routes STANDARD = Route::of;

  /** The route of a request for a certificate, or why there is none. */
  Outcome<Route, CmpRefusal> of(BodyType body, Credential credential, ProfileName profile);
}
