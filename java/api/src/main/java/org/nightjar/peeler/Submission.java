package org.nightjar.peeler;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;

/** A packet that waits to be peeled, and the promise of its answer. */
final class Submission extends CompletableFuture<Peeled> {
  final OnionPacket packet;
  final byte[] assoc;
  final @Nullable PublicKey pathKey;

  /** Since when it waits; the queue's. */
  long queued;

  Submission(OnionPacket packet, byte[] assoc, @Nullable PublicKey pathKey) {
    this.packet = Objects.requireNonNull(packet, "packet");
    this.assoc = assoc.clone();
    this.pathKey = pathKey;
  }
}
