package org.nightjar.async;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came a moment ago: copies that come together are dealt with once, while one that comes later
 * counts as new, since the answer may have been lost. In memory, and bounded: what is forgotten is
 * dealt with twice, which must be harmless. Not for use by two threads at once.
 *
 * @param <K> what is compared; with equals and hashCode
 */
public final class RecentlySeen<K> {
  private final Duration window;
  private final Map<K, Instant> seen;

  /**
   * Nothing was seen yet.
   *
   * @param window for how long something is remembered; if zero, nothing is
   * @param limit how much is remembered at most; the oldest is forgotten for the newest
   */
  public RecentlySeen(Duration window, int limit) {
    this.window = window;
    seen =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Instant> eldest) {
            return size() > limit;
          }
        };
  }

  /** Whether it was added a moment ago. */
  public boolean has(K key, Instant now) {
    Instant since = seen.get(key);
    return since != null && isRecent(since, now);
  }

  /** Remembers it from now on. */
  public void add(K key, Instant now) {
    seen.remove(key);
    seen.put(key, now);
  }

  /** Whether it was added a moment ago; adds it if not. */
  public boolean again(K key, Instant now) {
    boolean again = has(key, now);
    if (!again) {
      add(key, now);
    }
    return again;
  }

  /** A clock that was set back is no reason to remember it for longer. */
  private boolean isRecent(Instant since, Instant now) {
    return !now.isBefore(since) && now.isBefore(since.plus(window));
  }

  /** Forgets what is no longer recent; to be called from time to time. */
  public void forget(Instant now) {
    seen.values().removeIf(since -> !isRecent(since, now));
  }

  /** How much is remembered. */
  public int size() {
    return seen.size();
  }
}
