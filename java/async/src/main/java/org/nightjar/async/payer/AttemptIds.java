package org.nightjar.async.payer;

import java.nio.charset.StandardCharsets;
import org.nightjar.Primitives;
import org.nightjar.async.AttemptId;
import org.nightjar.async.PaymentId;
import org.nightjar.wire.WireWriter;

/** What a payer calls its HTLCs: SHA-256 of a tag, payment id, part and attempt. */
final class AttemptIds {
  private static final byte[] TAG = "nightjar payer attempt".getBytes(StandardCharsets.US_ASCII);

  private AttemptIds() {}

  static AttemptId of(Primitives primitives, PaymentId payment, int part, int attempt) {
    byte[] text =
        new WireWriter().bytes(TAG).bytes(payment.toBytes()).u32(part).u32(attempt).toBytes();
    return AttemptId.of(primitives.sha256(text));
  }
}
