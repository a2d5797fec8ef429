package org.vouchseal.status.download;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Where issuing publishes its revocation lists. Needs a running transaction. */
public interface PublishedCrls {

  /** The number of the newest list of that name: {@code smime}, {@code smime-7}, {@code trust}. */
  OptionalLong newestNumber(String list);

  /** The newest list; its bytes are given part by part, in their order. */
  Optional<PublishedCrl> newest(String list, Consumer<byte[]> parts);
}
