package org.nightjar.bench;

import java.util.Arrays;
import java.util.function.Supplier;

/** An implementation of payment onions, in the shape in which implementations are compared. */
interface Onions {
  /** The name of the implementation that Nightjar is compared with. */
  String LIGHTNING_KMP = "lightning-kmp";

  /**
   * Opens an implementation.
   *
   * @param name {@link #LIGHTNING_KMP}, or the id of a Nightjar provider
   * @throws org.nightjar.NightjarException if the provider cannot be used here
   */
  static Onions of(String name) {
    return name.equals(LIGHTNING_KMP) ? new LightningKmpOnions() : new NightjarOnions(name);
  }

  /** Work that creates one onion for the route, with the next session key, and gives it. */
  Supplier<Object> create(Route route);

  /** Work that peels the first layer off the next onion of the route, and gives what came out. */
  Supplier<Object> peel(Route route);

  /** The 1366 bytes of what {@link #create} gave. */
  byte[] packet(Object created);

  /** The 1366 bytes for the next hop in what {@link #peel} gave. */
  byte[] nextPacket(Object peeled);

  /**
   * Checks that two implementations create and peel the same bytes.
   *
   * @throws IllegalStateException if they do not
   */
  static void checkEqual(Onions ours, Onions theirs, Route route) {
    Supplier<Object> ourCreate = ours.create(route);
    Supplier<Object> theirCreate = theirs.create(route);
    Supplier<Object> ourPeel = ours.peel(route);
    Supplier<Object> theirPeel = theirs.peel(route);
    for (int i = 0; i < Route.ONIONS; i++) {
      if (!Arrays.equals(ours.packet(ourCreate.get()), theirs.packet(theirCreate.get()))
          || !Arrays.equals(ours.nextPacket(ourPeel.get()), theirs.nextPacket(theirPeel.get()))) {
        throw new IllegalStateException(
            "implementations disagree on onion " + i + " of " + route.nodes().size() + " hops");
      }
    }
  }
}
