package org.nightjar.testkit;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.SecretKey;
import org.nightjar.provider.bc.BouncyCastleProvider;
import org.nightjar.provider.jna.JnaProvider;
import org.nightjar.provider.jni.JniProvider;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;

/**
 * The three providers, each with the node keys that random routes choose from. Safe for many
 * threads.
 */
final class OpenProviders {
  /** One provider. */
  record Open(Nightjar nightjar, Map<SecretKey, NodeKey> nodeKeys) {}

  private final List<Open> all = new ArrayList<>();
  private final RandomOnions onions;

  /**
   * @param test name of the test, for {@link Seeds}
   */
  OpenProviders(String test) throws ProviderUnavailableException {
    onions = new RandomOnions(Nightjar.of(new JniProvider()), test);
    for (Provider provider :
        List.of(new JniProvider(), new JnaProvider(), new BouncyCastleProvider())) {
      Nightjar nightjar = Nightjar.of(provider);
      Map<SecretKey, NodeKey> nodeKeys = new IdentityHashMap<>();
      onions.nodes().forEach(node -> nodeKeys.put(node, nightjar.nodeKey(node)));
      all.add(new Open(nightjar, nodeKeys));
    }
  }

  /** All of them, the fastest first. */
  List<Open> all() {
    return all;
  }

  /** What the routes are made of. */
  RandomOnions onions() {
    return onions;
  }

  /** How many cases the property asks for. */
  static int count(String property) {
    return Integer.getInteger(property);
  }

  /** Runs cases 0 .. count - 1 on all cores, and says which one failed. */
  static void forEachCase(String what, int count, Case test) {
    long start = System.nanoTime();
    IntStream.range(0, count)
        .parallel()
        .forEach(
            number -> {
              try {
                test.run(number);
              } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("case " + number + " of " + what, e);
              }
            });
    System.out.printf("%d %s in %.1f s%n", count, what, (System.nanoTime() - start) / 1e9);
  }

  /** One case. */
  @FunctionalInterface
  interface Case {
    void run(int number);
  }
}
