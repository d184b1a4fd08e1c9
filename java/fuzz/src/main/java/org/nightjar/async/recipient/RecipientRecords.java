package org.nightjar.async.recipient;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.fuzz.Reader;
import org.nightjar.fuzz.RecordReader;

/** Readers of a recipient's records and contexts. */
public final class RecipientRecords {
  private static final Key OFFER = Key.of(Kind.OFFER, new byte[2]);
  private static final Key RECEIPT = Key.of(Kind.RECEIPT, new byte[32]);
  private static final Key SERVER = Key.of(Kind.INVOICE_SERVER, new byte[1]);

  private RecipientRecords() {}

  public static List<Reader> readers(Nightjar nightjar) {
    return List.of(
        new RecordReader(OFFER, stored -> offer(nightjar, stored)),
        new RecordReader(RECEIPT, stored -> ReceiptCodec.encode(ReceiptCodec.decode(stored))),
        new RecordReader(SERVER, stored -> ServerCodec.encode(ServerCodec.decode(stored))),
        in -> {
          PaymentContext.decode(in, Instant.EPOCH);
          return in;
        },
        in -> {
          OfferContext.decode(in, Instant.EPOCH);
          return in;
        });
  }

  private static byte[] offer(Nightjar nightjar, Stored stored) throws StoreException {
    OfferSlot slot = OfferCodec.decode(nightjar, Optional.of(stored));
    return slot instanceof Uploaded uploaded
        ? OfferCodec.encode(uploaded)
        : OfferCodec.encode((Expired) slot);
  }
}
