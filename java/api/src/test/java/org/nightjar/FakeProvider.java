package org.nightjar;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;

/**
 * Three providers as they might be installed; {@link #UNAVAILABLE} says which of them fail, and
 * with what.
 */
abstract class FakeProvider implements Provider {
  static final Map<String, Throwable> UNAVAILABLE = new ConcurrentHashMap<>();

  private final String id;
  private final boolean isNative;
  private final int rank;

  FakeProvider(String id, boolean isNative, int rank) {
    this.id = id;
    this.isNative = isNative;
    this.rank = rank;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public boolean isNative() {
    return isNative;
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public Backend open() throws ProviderUnavailableException {
    Throwable failure = UNAVAILABLE.get(id);
    if (failure instanceof ProviderUnavailableException e) {
      throw e;
    }
    if (failure instanceof LinkageError e) {
      throw e;
    }
    return new FakeBackend();
  }

  /** Like Bouncy Castle: second choice. */
  public static final class Pure extends FakeProvider {
    public Pure() {
      super("pure", false, 20);
    }
  }

  /** Like JNI: first choice. */
  public static final class Native extends FakeProvider {
    public Native() {
      super("native", true, 10);
    }
  }

  /** Like JNA: never chosen by itself. */
  public static final class OnRequest extends FakeProvider {
    public OnRequest() {
      super("on-request", true, -1);
    }
  }
}
