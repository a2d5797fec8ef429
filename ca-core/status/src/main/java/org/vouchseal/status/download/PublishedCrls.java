package org.vouchseal.status.download;

import java.util.Optional;
import java.util.OptionalLong;

/** Where issuing publishes its revocation lists. Needs a running transaction. */
public interface PublishedCrls {

  /** The number of the newest list of {@code smime} or {@code trust}; empty when there is none. */
  OptionalLong newestNumber(String issuer);

  /** The newest list with its bytes; empty when there is none. */
  Optional<PublishedCrl> newest(String issuer);
}
