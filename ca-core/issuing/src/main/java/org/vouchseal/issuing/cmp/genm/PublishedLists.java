package org.vouchseal.issuing.cmp.genm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import org.bouncycastle.asn1.x509.CertificateList;
import org.vouchseal.issuing.crl.CrlStore;
import org.vouchseal.issuing.crl.PublishedCrl;
import org.vouchseal.model.directory.PkiDirectory;

/** The revocation lists as they are published; needs a running transaction. */
final class PublishedLists {

  private static final String ROOT = "root";

  private final PkiDirectory directory;
  private final CrlStore store;

  PublishedLists(PkiDirectory directory, CrlStore store) {
    this.directory = directory;
    this.store = store;
  }

  /**
   * A list.
   *
   * @param thisUpdate when it was made
   * @param octets gives its octets, as many as it is told at most
   */
  record Known(Instant thisUpdate, IntFunction<byte[]> octets) {}

  /** The newest list of that name, {@code root} included; empty when none is yet. */
  Optional<Known> newest(String list) {
    return list.equals(ROOT)
        ? Optional.of(root())
        : store.newest(list).map(crl -> new Known(crl.thisUpdate(), most -> beginning(crl, most)));
  }

  private Known root() {
    byte[] der = directory.rootCrl();
    return new Known(
        CertificateList.getInstance(der).getThisUpdate().getDate().toInstant(),
        most -> Arrays.copyOf(der, Math.min(der.length, most)));
  }

  private byte[] beginning(PublishedCrl crl, int most) {
    try (InputStream octets = store.open(crl)) {
      return octets.readNBytes(most);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a revocation list", e);
    }
  }
}
