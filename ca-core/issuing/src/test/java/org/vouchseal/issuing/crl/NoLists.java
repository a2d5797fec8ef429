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

/** Lists of which none was ever published, over certificates of which none was revoked. */
public class NoLists implements CrlStore {

  @Override
  public Optional<PublishedCrl> newest(String list) {
    return Optional.empty();
  }

  @Override
  public Map<String, PublishedCrl> newestOfAll() {
    return Map.of();
  }

  @Override
  public int highestShard(String issuer) {
    return 0;
  }

  @Override
  public Set<CrlScope> unpublished(String issuer, Instant shardedBefore) {
    return Set.of();
  }

  @Override
  public void forEachEntry(
      CrlScope scope, Instant expiredBefore, Consumer<RevokedEntry> consumer) {}

  @Override
  public void forEachFresh(CrlScope scope, LongConsumer consumer) {}

  @Override
  public Optional<Instant> notAfterOf(String issuer, SerialNumber serial) {
    return Optional.empty();
  }

  @Override
  public InputStream open(PublishedCrl crl) {
    throw new IllegalStateException("no list was published");
  }

  @Override
  public String insert(PublishedCrl crl, InputStream der, long fence) {
    throw new IllegalStateException("nothing publishes lists here");
  }

  @Override
  public void markPublished(CrlScope scope, long number, FreshEntries entries) {
    throw new IllegalStateException("nothing publishes lists here");
  }
}
