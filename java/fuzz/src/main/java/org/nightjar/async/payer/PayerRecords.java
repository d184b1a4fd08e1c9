package org.nightjar.async.payer;

import java.time.Instant;
import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.async.PaymentId;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.fuzz.Reader;
import org.nightjar.fuzz.RecordReader;
import org.nightjar.wire.WireProfile;

/** Readers of a payer's records and contexts. */
public final class PayerRecords {
  private static final Key PAYMENT = Key.of(Kind.PAYMENT, new byte[PaymentId.LENGTH]);

  private PayerRecords() {}

  public static List<Reader> readers(Nightjar nightjar) {
    PaymentCodec codec =
        new PaymentCodec(new Invoices(nightjar), nightjar.primitives(), WireProfile.LDK);
    return List.of(
        new RecordReader(PAYMENT, stored -> codec.encode(codec.decode(stored))),
        in -> ReplyContext.decode(in, Instant.EPOCH).map(ReplyContext::encode).orElse(new byte[0]));
  }
}
