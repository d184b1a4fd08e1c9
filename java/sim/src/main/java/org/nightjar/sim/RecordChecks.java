package org.nightjar.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.Effect;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.mailbox.MailboxPolicy;
import org.nightjar.async.server.ServerPolicy;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.sim.channel.Htlc;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.StaticInvoice;
import org.nightjar.wire.failure.FailureCode;

/** What must be true of records and failures: protocol.md 3.6, numbers 9, 12 and 13. */
final class RecordChecks implements Invariants.Check {
  /** The field of a served invoice's record with the invoice. */
  private static final long SERVED_INVOICE = 3;

  private static final int CLIENT_LENGTH = 33;
  private static final int SLOT_LENGTH = 2;
  private static final int PAGE = 1_000;

  private final Simulation simulation;
  private final int maxLetters = MailboxPolicy.defaults().maxPerClient();
  private final int maxSlots = ServerPolicy.defaults().slots();

  RecordChecks(Simulation simulation) {
    this.simulation = simulation;
  }

  /** 9: an older invoice never replaces a newer one. */
  @Override
  public void writes(SimNode node, List<List<Write>> batches) {
    for (List<Write> batch : batches) {
      for (Write write : batch) {
        if (write instanceof Write.Put put && put.key().kind() == Kind.SERVED_INVOICE) {
          replaces(node, put);
        }
      }
    }
  }

  private void replaces(SimNode node, Write.Put put) {
    try {
      Optional<Stored> before = node.platter().load(put.key());
      long made = createdAt(new Stored(put.key(), 1, put.value(), Due.NONE));
      if (before.isPresent() && Long.compareUnsigned(made, createdAt(before.get())) < 0) {
        throw broken("9: " + node.name() + " replaces a static invoice by an older one");
      }
    } catch (StoreException e) {
      throw broken("9: " + node.name() + " stores a static invoice that cannot be read");
    }
  }

  private static long createdAt(Stored stored) throws StoreException {
    return RecordFields.of(stored)
        .need(SERVED_INVOICE, reader -> StaticInvoice.decode(reader.rest(), WireProfile.LDK))
        .get(Field.INVOICE_CREATED_AT)
        .orElseThrow();
  }

  /** 12: behind the introduction node all failures are equal. */
  @Override
  public void fails(SimNode node, Effect.FailHtlc fail) {
    NodeChannel port = node.port(fail.htlc().channel());
    @Nullable Htlc htlc =
        port == null ? null : port.state().received(fail.htlc().id()).orElse(null);
    if (htlc != null && htlc.pathKey().isPresent() && !isBlinded(fail.failure())) {
      throw broken("12: " + node.name() + " tells why an HTLC failed on a blinded path");
    }
  }

  private static boolean isBlinded(HtlcFailure failure) {
    return failure instanceof HtlcFailure.Malformed malformed
        && malformed.code() == FailureCode.INVALID_ONION_BLINDING.code()
        && Arrays.equals(malformed.sha256OfOnion(), new byte[malformed.sha256OfOnion().length]);
  }

  /** 13: nobody has more mail, or more invoices served, than the limit. */
  @Override
  public void wholeState() {
    for (SimNode node : simulation.nodes()) {
      if (!node.isPhone()) {
        limits(node, Kind.MAIL, CLIENT_LENGTH, 1 + maxLetters);
        limits(node, Kind.SERVED_INVOICE, -SLOT_LENGTH, maxSlots);
      }
    }
  }

  /**
   * Counts records by owner.
   *
   * @param ownerLength how many bytes of a key name the owner; negative for all but so many
   */
  private void limits(SimNode node, Kind kind, int ownerLength, int limit) {
    Map<ByteBuffer, Integer> counts = new HashMap<>();
    try {
      @Nullable Key after = null;
      List<Stored> page;
      do {
        page = node.platter().scan(kind, after, PAGE);
        for (Stored stored : page) {
          after = stored.key();
          byte[] id = after.id();
          int length = ownerLength < 0 ? id.length + ownerLength : ownerLength;
          counts.merge(ByteBuffer.wrap(id, 0, length).slice(), 1, Integer::sum);
        }
      } while (page.size() == PAGE);
    } catch (StoreException e) {
      throw broken("13: the records of " + node.name() + " cannot be read");
    }
    if (counts.values().stream().anyMatch(count -> count > limit)) {
      throw broken("13: " + node.name() + " keeps too many records of kind " + kind);
    }
  }

  private Violation broken(String what) {
    return simulation.invariants().broken(what);
  }
}
