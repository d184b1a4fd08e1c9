package org.nightjar.async.lsp;

import java.util.List;
import java.util.Optional;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.SharedSecret;
import org.nightjar.wire.ShortChannelId;

/** What an onion told this node to do. Of the payload nothing else is kept. */
sealed interface Onward {
  /** How the payer is answered. */
  Upstream upstream();

  /** What the onion wants the next node to get. */
  long amountMsat();

  /** Until when the onion wants the next node to have it. */
  long cltvExpiry();

  /** The HTLC that does it; nothing while its way is not chosen. */
  Optional<NextHtlc> next();

  /**
   * To the next node over a channel of this node.
   *
   * @param htlc to add
   */
  record Direct(Upstream upstream, NextHtlc htlc) implements Onward {
    @Override
    public long amountMsat() {
      return htlc.amountMsat();
    }

    @Override
    public long cltvExpiry() {
      return htlc.cltvExpiry();
    }

    @Override
    public Optional<NextHtlc> next() {
      return Optional.of(htlc);
    }
  }

  /**
   * To the next trampoline node, on a way of this node's choice (bolts#836).
   *
   * @param node the next trampoline node
   * @param channel to it, if the maker of a blinded path named one
   * @param pathKey for it, on a blinded path
   * @param inner the trampoline onion for it
   * @param way the one that was chosen last
   */
  record Trampoline(
      Upstream upstream,
      PublicKey node,
      Optional<ShortChannelId> channel,
      long amountMsat,
      long cltvExpiry,
      Optional<PublicKey> pathKey,
      OnionPacket inner,
      Optional<Way> way)
      implements Onward {
    @Override
    public Optional<NextHtlc> next() {
      return way.map(Way::htlc);
    }

    Trampoline on(Way chosen) {
      return new Trampoline(
          upstream, node, channel, amountMsat, cltvExpiry, pathKey, inner, Optional.of(chosen));
    }
  }

  /**
   * A way to a trampoline node.
   *
   * @param htlc to add
   * @param secrets with the nodes of the way, the trampoline node last: they read what failed on it
   */
  record Way(NextHtlc htlc, List<SharedSecret> secrets) {
    public Way {
      secrets = List.copyOf(secrets);
    }
  }
}
