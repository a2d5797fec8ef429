package org.vouchseal.messages.cmp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.vouchseal.hsm.provider.CryptoProviders;

/**
 * Keys that were derived from a secret and verified a message, for clients that keep their salt.
 *
 * <p>A key is found only by who has the secret itself: it lies under a digest over secret, salt,
 * number of iterations and algorithms, made with a key of this process. What did not verify is
 * never kept, so the time that a message takes says nothing about a reference to whoever does not
 * know its secret. Bounded in number and age; every key is wiped when it goes.
 */
final class DerivedKeys {

  private static final String DIGEST = "HmacSHA256";

  private final CryptoProviders providers;
  private final SecretKeySpec own;
  private final DerivationLimits limits;
  private final LongSupplier nanoTime;
  private final Map<String, Kept> kept = new LinkedHashMap<>();

  private record Kept(String owner, byte[] key, long since) {}

  DerivedKeys(
      CryptoProviders providers,
      DerivationLimits limits,
      SecureRandom secureRandom,
      LongSupplier nanoTime) {
    this.providers = providers;
    this.limits = limits;
    this.nanoTime = nanoTime;
    byte[] random = new byte[32];
    secureRandom.nextBytes(random);
    this.own = new SecretKeySpec(random, DIGEST);
  }

  /** Under what the key of these parameters and this secret lies. */
  String name(MacParameters parameters, byte[] secret) {
    try {
      Mac mac = providers.mac(DIGEST);
      mac.init(own);
      for (byte[] part :
          new byte[][] {
            parameters.kind().name().getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            parameters.derivationName().getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            parameters.salt(),
            ByteBuffer.allocate(8)
                .putInt(parameters.iterations())
                .putInt(parameters.keyOctets())
                .array(),
            secret
          }) {
        mac.update(ByteBuffer.allocate(4).putInt(part.length).array());
        mac.update(part);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK cannot compute " + DIGEST, e);
    }
  }

  /** A copy of the key, to be wiped by the caller. */
  synchronized Optional<byte[]> find(String name) {
    forgetOld();
    return Optional.ofNullable(kept.get(name)).map(found -> found.key().clone());
  }

  /**
   * Keeps a copy.
   *
   * @param owner whose secret it was, for {@link #forget}
   */
  synchronized void keep(String name, String owner, byte[] key) {
    forgetOld();
    if (limits.kept() == 0 || kept.containsKey(name)) {
      return;
    }
    while (kept.size() >= limits.kept()) {
      removeFirst();
    }
    kept.put(name, new Kept(owner, key.clone(), nanoTime.getAsLong()));
  }

  /** Wipes every key of this owner. */
  synchronized void forget(String owner) {
    Iterator<Kept> all = kept.values().iterator();
    while (all.hasNext()) {
      Kept one = all.next();
      if (one.owner().equals(owner)) {
        Arrays.fill(one.key(), (byte) 0);
        all.remove();
      }
    }
  }

  /** Wipes what is too old; they lie in the order of their age. */
  synchronized void forgetOld() {
    long now = nanoTime.getAsLong();
    while (!kept.isEmpty()
        && now - kept.values().iterator().next().since() >= limits.keptFor().toNanos()) {
      removeFirst();
    }
  }

  synchronized int size() {
    return kept.size();
  }

  private void removeFirst() {
    Iterator<Kept> all = kept.values().iterator();
    Arrays.fill(all.next().key(), (byte) 0);
    all.remove();
  }
}
