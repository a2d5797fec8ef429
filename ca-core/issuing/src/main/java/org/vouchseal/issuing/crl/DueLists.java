package org.vouchseal.issuing.crl;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vouchseal.issuing.x509.CrlScope;

/** Which lists of one CA there are, and which of them are due. */
final class DueLists {

  /** A list that exists or should, and whether it is due. */
  record Candidate(CrlScope scope, boolean due) {}

  /** Between nodes. A list from further ahead was made by a clock that was wrong. */
  private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(1);

  private final CrlStore store;
  private final CrlSettings settings;
  private final int shards;

  DueLists(CrlStore store, CrlSettings settings, int shards) {
    this.store = store;
    this.settings = settings;
    this.shards = shards;
  }

  /** The full list first; needs a transaction. */
  List<Candidate> of(String issuer, Instant now) {
    Map<String, PublishedCrl> newest = store.newestOfAll();
    Set<CrlScope> unpublished = store.unpublished(issuer, now.minus(settings.fullListFollows()));
    List<Candidate> lists = new ArrayList<>();
    for (CrlScope scope : scopes(issuer)) {
      boolean due = isOld(newest.get(scope.list()), now) || unpublished.contains(scope);
      lists.add(new Candidate(scope, due));
    }
    return lists;
  }

  /** A shard that a certificate names has a list for ever, whatever is set today. */
  private List<CrlScope> scopes(String issuer) {
    List<CrlScope> scopes = new ArrayList<>();
    scopes.add(CrlScope.full(issuer));
    if (issuer.equals(CrlScope.SHARDED_ISSUER)) {
      // a row that names a list which cannot be must not keep all others from being published
      int named = Math.min(CrlScope.MOST_SHARDS, store.highestShard(issuer));
      int most = Math.max(shards > 1 ? shards : 0, named);
      for (int shard = 1; shard <= most; shard++) {
        scopes.add(new CrlScope(issuer, shard));
      }
    }
    return scopes;
  }

  private boolean isOld(@Nullable PublishedCrl newest, Instant now) {
    return newest == null
        || newest.thisUpdate().isAfter(now.plus(CLOCKS_MAY_DIFFER))
        || !now.isBefore(newest.thisUpdate().plus(settings.interval()));
  }
}
