package org.vouchseal.issuing.x509;

/**
 * Which certificates a revocation list speaks about (RFC 5280 §5.2.5): all of its issuer's, or
 * those whose distribution point names one shard.
 *
 * @param issuer {@code smime} or {@code trust}
 * @param shard 0 for all certificates, else the number of the shard
 */
public record CrlScope(String issuer, int shard) {

  /** As many shards as an issuer may have; each is looked at every second. */
  public static final int MOST_SHARDS = 256;

  /** The one CA that issues to subscribers, of whom there may be many. */
  public static final String SHARDED_ISSUER = "smime";

  public CrlScope {
    if (shard < 0 || shard > MOST_SHARDS) {
      throw new IllegalArgumentException(
          "shards are numbered from 1 to " + MOST_SHARDS + ", found " + shard);
    }
  }

  /** The scope of the list that names every certificate of an issuer. */
  public static CrlScope full(String issuer) {
    return new CrlScope(issuer, 0);
  }

  /** Whether all certificates of the issuer belong to it. */
  public boolean isFull() {
    return shard == 0;
  }

  /** The name of its list: {@code smime}, {@code smime-7}. */
  public String list() {
    return isFull() ? issuer : issuer + "-" + shard;
  }
}
