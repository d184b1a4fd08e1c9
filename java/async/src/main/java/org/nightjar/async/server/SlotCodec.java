package org.nightjar.async.server;

import java.util.Optional;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.bolt12.StaticInvoice;

/** How a slot lies in the store. */
final class SlotCodec {
  private static final int SERVING = 1;

  private static final long PROFILE = 1;
  private static final long INVOICE = 3;
  private static final long FORWARD_PATH = 5;

  private SlotCodec() {}

  static byte[] encode(ServingSlot slot) {
    return RecordFormat.encode(
        SERVING,
        new TlvStreamBuilder()
            .put(PROFILE, RecordFields.of(slot.invoice().profile()))
            .put(INVOICE, slot.invoice().encode())
            .put(FORWARD_PATH, slot.forwardPath().encode())
            .build());
  }

  static Slot decode(Optional<Stored> stored) throws StoreException {
    return stored.isEmpty() ? new EmptySlot() : decode(stored.get());
  }

  private static Slot decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    if (fields.state() != SERVING) {
      throw fields.damaged("no slot that is served");
    }
    WireProfile profile = fields.profile(PROFILE);
    return new ServingSlot(
        fields.need(INVOICE, reader -> StaticInvoice.decode(reader.rest(), profile)),
        fields.need(FORWARD_PATH, BlindedPath::read));
  }
}
