package org.nightjar.async.payer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.Preimage;
import org.nightjar.wire.ShortChannelId;

/** How one part of a payment stands. */
public sealed interface PartStatus {
  /** What it costs, or cost, beside the amount: of what is live or fulfilled. */
  default long feeMsat() {
    return 0;
  }

  /**
   * No HTLC is offered; one will be.
   *
   * @param until when, with milliseconds
   * @param tries how often there was no route since the last attempt
   */
  record Waiting(Instant until, int tries) implements PartStatus {}

  /**
   * An HTLC is offered.
   *
   * @param channel to the first node
   * @param peer the first node; it holds the HTLC, if that is wanted
   * @param amountMsat of the HTLC, fees included
   * @param feeMsat of that
   * @param cltvExpiry of the HTLC
   * @param hold whether the peer is asked to hold it
   * @param onion of the HTLC
   * @param book more onions for the peer to try; none unless it holds
   * @param held what the peer said
   */
  record Live(
      ShortChannelId channel,
      PublicKey peer,
      long amountMsat,
      long feeMsat,
      long cltvExpiry,
      boolean hold,
      PartOnion onion,
      List<PartOnion> book,
      Optional<Held> held)
      implements PartStatus {
    /** Takes a copy. */
    public Live {
      book = List.copyOf(book);
    }

    Live with(Held changed) {
      return new Live(
          channel, peer, amountMsat, feeMsat, cltvExpiry, hold, onion, book, Optional.of(changed));
    }
  }

  /**
   * The recipient took it.
   *
   * @param feeMsat what it cost beside the amount
   * @param preimage that it was taken with
   */
  record Fulfilled(long feeMsat, Preimage preimage) implements PartStatus {}

  /** The last HTLC failed, or there was none, and there will be no other. */
  record GivenUp() implements PartStatus {}
}
