package org.vouchseal.model.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps at most so many values; the one that was not asked for the longest goes first. Nothing is
 * decided by what is missing here. Safe for many threads.
 */
public final class BoundedMemory<K, V> {

  private final Map<K, V> entries;

  /** For {@code most} values, inclusive. */
  public BoundedMemory(int most) {
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  /** The value that was kept last, while it is here. */
  public synchronized Optional<V> find(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Keeps a value in the place of another under the same key. */
  public synchronized void keep(K key, V value) {
    entries.put(key, value);
  }
}
