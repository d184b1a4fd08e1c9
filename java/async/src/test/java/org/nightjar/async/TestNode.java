package org.nightjar.async;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.SecretKey;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Write;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.blinded.OwnPaths;

/** What role tests need of a node: keys from a name, a store in memory, refusals collected. */
public final class TestNode {
  public static final Nightjar NIGHTJAR = Nightjar.open("bc");

  public final Environment environment;
  public final List<String> refusals = new ArrayList<>();

  public TestNode(String name, @Nullable Routes routes) {
    this(name, routes, new MemoryStore());
  }

  public TestNode(String name, @Nullable Routes routes, Store store) {
    byte[] seed = NIGHTJAR.primitives().sha256(name.getBytes(StandardCharsets.UTF_8));
    NodeKey nodeKey = NIGHTJAR.nodeKey(SecretKey.of(seed));
    byte[] localKey = NIGHTJAR.primitives().sha256(seed);
    SecureRandom random = new SecureRandom();
    environment =
        new Environment(
            NIGHTJAR,
            nodeKey,
            new PathContexts(new OwnPaths(NIGHTJAR, nodeKey.publicKey(), localKey), random),
            random,
            store,
            routes,
            WireProfile.LDK,
            ChainHash.REGTEST,
            (role, reason) -> refusals.add(reason));
  }

  /**
   * Does the writes of reactions as a driver would, and gives the effects that may then be done.
   */
  public List<Effect> commit(List<Reaction> reactions) throws StoreException {
    List<List<Write>> batches = reactions.stream().map(Reaction::writes).toList();
    List<Outcome> outcomes = environment.store().write(batches);
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Done) {
        effects.addAll(reactions.get(i).effects());
      }
    }
    return effects;
  }
}
