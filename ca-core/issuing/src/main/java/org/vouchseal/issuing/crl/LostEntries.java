package org.vouchseal.issuing.crl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.issuing.x509.CrlCodec;
import org.vouchseal.model.SerialNumber;

/** Compares a new list with its predecessor: an entry may leave only after expiry was listed. */
final class LostEntries {

  private final CrlCodec codec;
  private final CrlStore store;

  LostEntries(CrlCodec codec, CrlStore store) {
    this.codec = codec;
    this.store = store;
  }

  /** An entry of {@code previous} that {@code der} may not drop but does; needs a transaction. */
  Optional<SerialNumber> first(PublishedCrl previous, byte[] der) {
    Set<SerialNumber> gone = new HashSet<>();
    try (InputStream old = store.open(previous)) {
      codec.forEachSerial(old, gone::add);
      codec.forEachSerial(new ByteArrayInputStream(der), gone::remove);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the previous list of " + previous.issuer(), e);
    }
    return gone.stream().filter(serial -> !mayLeave(previous, serial)).findFirst();
  }

  private boolean mayLeave(PublishedCrl previous, SerialNumber serial) {
    Optional<Instant> notAfter = store.notAfterOf(previous.issuer(), serial);
    return notAfter.isPresent() && notAfter.get().isBefore(previous.thisUpdate());
  }
}
