package org.nightjar.async.recipient;

import java.util.ArrayList;
import java.util.List;
import org.nightjar.async.Bytes32;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Preimage;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/** How a claimed payment lies in the store. */
final class ReceiptCodec {
  private static final int CLAIMING = 1;
  private static final int CLAIMED = 2;

  private static final long PREIMAGE = 1;
  private static final long PARTS = 3;
  private static final long AMOUNT = 5;
  private static final long SLOT = 7;
  private static final long KEEP_UNTIL = 9;

  private ReceiptCodec() {}

  static byte[] encode(Settled settled) {
    Settled.Claim claim = settled.claim();
    WireWriter parts = new WireWriter();
    claim.parts().forEach(part -> parts.bytes(part.encode()));
    return RecordFormat.encode(
        settled instanceof Claiming ? CLAIMING : CLAIMED,
        new TlvStreamBuilder()
            .put(PREIMAGE, claim.preimage().toBytes())
            .put(PARTS, parts)
            .put(AMOUNT, new WireWriter().u64(claim.amountMsat()))
            .put(SLOT, new WireWriter().u16(claim.slot()))
            .put(KEEP_UNTIL, new WireWriter().u64(claim.keepUntil()))
            .build());
  }

  static Settled decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    Settled.Claim claim =
        new Settled.Claim(
            Preimage.of(fields.need(PREIMAGE, reader -> reader.bytes(Bytes32.LENGTH))),
            fields.need(PARTS, ReceiptCodec::readParts),
            fields.need(AMOUNT, WireReader::u64),
            fields.need(SLOT, WireReader::u16),
            fields.need(KEEP_UNTIL, WireReader::u64));
    return switch (fields.state()) {
      case CLAIMING -> new Claiming(claim);
      case CLAIMED -> new Claimed(claim);
      default -> throw fields.damaged("no state of a payment");
    };
  }

  private static List<HtlcId> readParts(WireReader reader) throws WireException {
    List<HtlcId> parts = new ArrayList<>();
    while (reader.remaining() > 0) {
      parts.add(HtlcId.decode(reader.bytes(HtlcId.LENGTH)));
    }
    return parts;
  }
}
