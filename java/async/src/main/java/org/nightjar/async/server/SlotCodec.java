package org.nightjar.async.server;

import java.util.Optional;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.bolt12.StaticInvoice;

/** How a slot lies in the store. */
final class SlotCodec {
  private static final int SERVING = 1;

  private static final long PROFILE = 1;
  private static final long INVOICE = 3;
  private static final long FORWARD_PATH = 5;

  private static final int LDK = 1;
  private static final int DRAFT = 2;

  private SlotCodec() {}

  static byte[] encode(ServingSlot slot) {
    int profile = slot.invoice().profile() == WireProfile.LDK ? LDK : DRAFT;
    return RecordFormat.encode(
        SERVING,
        new TlvStreamBuilder()
            .put(PROFILE, new WireWriter().u8(profile))
            .put(INVOICE, slot.invoice().encode())
            .put(FORWARD_PATH, slot.forwardPath().encode())
            .build());
  }

  static Slot decode(Optional<Stored> stored) throws StoreException {
    return stored.isEmpty() ? new EmptySlot() : decode(stored.get());
  }

  private static Slot decode(Stored stored) throws StoreException {
    RecordFormat.Decoded decoded = RecordFormat.decode(stored);
    TlvStream fields = decoded.fields();
    try {
      Integer profile = fields.read(PROFILE, WireReader::u8);
      byte[] invoice = fields.read(INVOICE, WireReader::rest);
      BlindedPath forwardPath = fields.read(FORWARD_PATH, BlindedPath::read);
      if (decoded.state() != SERVING
          || profile == null
          || invoice == null
          || forwardPath == null
          || profile != LDK && profile != DRAFT) {
        throw RecordFormat.damaged(stored, "no slot that is served", null);
      }
      WireProfile read = profile == LDK ? WireProfile.LDK : WireProfile.DRAFT;
      return new ServingSlot(StaticInvoice.decode(invoice, read), forwardPath);
    } catch (WireException e) {
      throw RecordFormat.damaged(stored, e.getMessage(), e);
    }
  }
}
