package org.nightjar.async.recipient;

import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.StaticInvoice;

/** How a recipient's offer lies in the store. */
final class OfferCodec {
  private static final int PENDING = 1;
  private static final int READY = 2;
  private static final int USED = 3;
  private static final int EXPIRED = 4;

  private static final long OFFER = 1;
  private static final long NONCE = 3;
  private static final long CREATED_AT = 5;
  private static final long UPDATE_PATH = 7;
  private static final long PROFILE = 9;
  private static final long INVOICE = 11;
  private static final long FORWARD_PATH = 13;
  private static final long CHANNELS = 15;
  private static final long ACKNOWLEDGED = 17;

  private OfferCodec() {}

  static byte[] encode(Uploaded slot) {
    int state = slot instanceof Pending ? PENDING : slot instanceof Ready ? READY : USED;
    Served served = slot.served();
    Upload upload = served.upload();
    return RecordFormat.encode(
        state,
        common(served.offer(), served.nonce())
            .put(CREATED_AT, new WireWriter().u64(served.createdAt()))
            .put(UPDATE_PATH, served.updatePath().encode())
            .put(PROFILE, RecordFields.of(upload.invoice().profile()))
            .put(INVOICE, upload.invoice().encode())
            .put(FORWARD_PATH, upload.forwardPath().encode())
            .put(CHANNELS, upload.channels().encode())
            .put(ACKNOWLEDGED, new WireWriter().u8(upload.acknowledged() ? 1 : 0))
            .build());
  }

  static byte[] encode(Expired slot) {
    return RecordFormat.encode(EXPIRED, common(slot.offer(), slot.nonce()).build());
  }

  private static TlvStreamBuilder common(Offer offer, Nonce nonce) {
    return new TlvStreamBuilder().put(OFFER, offer.encode()).put(NONCE, nonce.toBytes());
  }

  static OfferSlot decode(Nightjar nightjar, Optional<Stored> stored) throws StoreException {
    return stored.isEmpty() ? new Vacant() : decode(nightjar, stored.get());
  }

  private static OfferSlot decode(Nightjar nightjar, Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    Offer offer = fields.need(OFFER, reader -> Offer.decode(nightjar, reader.rest()));
    Nonce nonce = fields.need(NONCE, Nonce::read);
    return switch (fields.state()) {
      case PENDING -> new Pending(served(offer, nonce, fields));
      case READY -> new Ready(served(offer, nonce, fields));
      case USED -> new Used(served(offer, nonce, fields));
      case EXPIRED -> new Expired(offer, nonce);
      default -> throw fields.damaged("no state of an offer");
    };
  }

  private static Served served(Offer offer, Nonce nonce, RecordFields fields)
      throws StoreException {
    WireProfile profile = fields.profile(PROFILE);
    Upload upload =
        new Upload(
            fields.need(INVOICE, reader -> StaticInvoice.decode(reader.rest(), profile)),
            fields.need(FORWARD_PATH, BlindedPath::read),
            fields.need(CHANNELS, ChannelSet::read),
            fields.need(ACKNOWLEDGED, WireReader::u8) == 1);
    return new Served(
        offer,
        nonce,
        fields.need(CREATED_AT, WireReader::u64),
        fields.need(UPDATE_PATH, BlindedPath::read),
        upload);
  }
}
