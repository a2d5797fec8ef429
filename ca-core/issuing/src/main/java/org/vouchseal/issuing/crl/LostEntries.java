package org.vouchseal.issuing.crl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.vouchseal.issuing.x509.CrlCodec;
import org.vouchseal.issuing.x509.CrlCodec.SerialNumbers;
import org.vouchseal.issuing.x509.CrlScope;
import org.vouchseal.issuing.x509.ListOctets;
import org.vouchseal.model.SerialNumber;

/**
 * Compares a new list with its predecessor: an entry may leave only after expiry was listed. Both
 * are sorted, and read side by side.
 */
final class LostEntries {

  private final CrlCodec codec;
  private final CrlStore store;

  LostEntries(CrlCodec codec, CrlStore store) {
    this.codec = codec;
    this.store = store;
  }

  /** An entry of {@code previous} that {@code next} may not drop but does; needs a transaction. */
  Optional<SerialNumber> first(CrlScope scope, PublishedCrl previous, ListOctets next) {
    try (InputStream old = store.open(previous);
        InputStream fresh = next.open()) {
      Sorted before = new Sorted(codec.serials(old));
      Sorted after = new Sorted(codec.serials(fresh));
      while (before.current.isPresent()) {
        SerialNumber serial = before.current.get();
        int order = after.current.map(found -> compare(found, serial)).orElse(1);
        if (order > 0 && !mayLeave(scope, previous, serial)) {
          return before.current;
        }
        if (order >= 0) {
          before.advance();
        }
        if (order <= 0) {
          after.advance();
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compare the lists of " + scope.list(), e);
    }
  }

  private boolean mayLeave(CrlScope scope, PublishedCrl previous, SerialNumber serial) {
    Optional<Instant> notAfter = store.notAfterOf(scope.issuer(), serial);
    return notAfter.isPresent() && notAfter.get().isBefore(previous.thisUpdate());
  }

  /** As the database sorts them: octet by octet, a beginning before what it begins. */
  private static int compare(SerialNumber a, SerialNumber b) {
    return Arrays.compareUnsigned(octets(a.value()), octets(b.value()));
  }

  private static byte[] octets(BigInteger value) {
    byte[] octets = value.toByteArray();
    return octets[0] == 0 ? Arrays.copyOfRange(octets, 1, octets.length) : octets;
  }

  /** A list in which every entry is behind the one before it; anything else proves nothing. */
  private static final class Sorted {
    private final SerialNumbers serials;
    private Optional<SerialNumber> current;

    Sorted(SerialNumbers serials) throws IOException {
      this.serials = serials;
      this.current = serials.next();
    }

    void advance() throws IOException {
      Optional<SerialNumber> before = current;
      current = serials.next();
      if (before.isPresent() && current.isPresent() && compare(before.get(), current.get()) >= 0) {
        throw new IllegalStateException("a list is not sorted at " + current.get());
      }
    }
  }
}
