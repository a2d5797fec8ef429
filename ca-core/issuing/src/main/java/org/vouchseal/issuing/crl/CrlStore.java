package org.vouchseal.issuing.crl;

import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.vouchseal.issuing.x509.CrlScope;
import org.vouchseal.issuing.x509.RevokedEntry;
import org.vouchseal.model.SerialNumber;

/** Where revocation lists are kept. Every method needs a running transaction. */
public interface CrlStore {

  /** The list of that name with the highest number. */
  Optional<PublishedCrl> newest(String list);

  /** The same of every list, by name. */
  Map<String, PublishedCrl> newestOfAll();

  /** The highest shard that a certificate of this issuer names; 0 when none does. */
  int highestShard(String issuer);

  /**
   * Scopes in which something was revoked that their list does not carry. For the full list what
   * belongs to a shard counts only when it was revoked before {@code shardedBefore}.
   */
  Set<CrlScope> unpublished(String issuer, Instant shardedBefore);

  /**
   * Gives every revocation of the scope that is on no list of it yet, or whose certificate had not
   * expired at {@code expiredBefore}, sorted by the octets of the serial number; a few thousand in
   * memory at a time. The consumer must not use the transaction.
   */
  void forEachEntry(CrlScope scope, Instant expiredBefore, Consumer<RevokedEntry> consumer);

  /** Gives the identifiers of the revocations of the scope that are on no list of it yet. */
  void forEachFresh(CrlScope scope, LongConsumer consumer);

  /** End of the validity of a planned or imported certificate; empty when there is none. */
  Optional<Instant> notAfterOf(String issuer, SerialNumber serial);

  /** The bytes of a list whose parts are kept; read one part at a time within the transaction. */
  InputStream open(PublishedCrl crl);

  /**
   * Adds a list in parts, as it is read, and removes parts of lists that are older than the last
   * ten.
   *
   * @return SHA-256 of what was stored, lower-case hexadecimal
   */
  String insert(PublishedCrl crl, InputStream der, long fence);

  /** Notes the first list of the scope that carries these entries. */
  void markPublished(CrlScope scope, long number, FreshEntries entries);
}
