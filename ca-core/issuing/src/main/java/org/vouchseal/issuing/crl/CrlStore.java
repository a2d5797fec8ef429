package org.vouchseal.issuing.crl;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.vouchseal.issuing.x509.RevokedEntry;
import org.vouchseal.model.SerialNumber;

/** Where revocation lists are kept. Every method needs a running transaction. */
public interface CrlStore {

  /** The list with the highest number. */
  Optional<PublishedCrl> newest(String issuer);

  /** Whether something was revoked that no list carries yet. */
  boolean hasUnpublished(String issuer);

  /**
   * Gives every revocation that is on no list yet, or whose certificate had not expired at {@code
   * expiredBefore}, sorted by the octets of the serial number; a few thousand in memory at a time.
   * Called again in the same transaction, it gives the same.
   */
  void forEachEntry(String issuer, Instant expiredBefore, Consumer<RevokedEntry> consumer);

  /** End of the validity of a planned or imported certificate; empty when there is none. */
  Optional<Instant> notAfterOf(String issuer, SerialNumber serial);

  /** The bytes of a list whose parts are kept; read one part at a time within the transaction. */
  InputStream open(PublishedCrl crl);

  /** Adds a list with its parts and removes parts of lists that are older than the last ten. */
  void insert(PublishedCrl crl, byte[] der, String digest, long fence);

  /** Notes the first list that carries these entries. */
  void markPublished(PublishedCrl crl, List<SerialNumber> entries);
}
