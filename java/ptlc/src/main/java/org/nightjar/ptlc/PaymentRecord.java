package org.nightjar.ptlc;

import java.util.Arrays;
import java.util.Optional;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * A payment in its payer's store, from before its first attempt until after its receipt.
 *
 * @param payerKey secret; proves that the receipt is the payer's
 */
record PaymentRecord(
    ReceiptMessage message,
    NonceTuple tuple,
    SecretKey payerKey,
    Optional<SchnorrSignature> signature)
    implements AutoCloseable {
  private static final int PENDING = 1;
  private static final int PAID = 2;

  private static final long MESSAGE = 1;
  private static final long NONCES = 3;
  private static final long PAYER_KEY = 5;
  private static final long SIGNATURE = 7;

  static Key key(XOnlyKey payerKey) {
    return Key.of(Kind.PTLC_PAYMENT, payerKey.raw());
  }

  PaymentRecord paid(SchnorrSignature receipt) {
    return new PaymentRecord(message, tuple, payerKey, Optional.of(receipt));
  }

  byte[] encode() {
    WireWriter nonces = new WireWriter();
    tuple.nonces().forEach(nonce -> nonces.bytes(nonce.toBytes()));
    byte[] secret = payerKey.exposeSecretBytes();
    TlvStreamBuilder fields =
        new TlvStreamBuilder()
            .put(MESSAGE, message.raw())
            .put(NONCES, nonces)
            .put(PAYER_KEY, secret);
    Arrays.fill(secret, (byte) 0);
    signature.ifPresent(receipt -> fields.put(SIGNATURE, receipt.toBytes()));
    return RecordFormat.encode(signature.isEmpty() ? PENDING : PAID, fields.build());
  }

  static PaymentRecord decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    byte[] secret = fields.need(PAYER_KEY, reader -> reader.bytes(SecretKey.LENGTH));
    try {
      ReceiptMessage message = ReceiptMessage.decode(fields.need(MESSAGE, WireReader::rest));
      return new PaymentRecord(
          message,
          NonceTuple.of(message.epoch(), message.index(), fields.need(NONCES, WireReader::rest)),
          SecretKey.of(secret),
          switch (fields.state()) {
            case PENDING -> Optional.empty();
            case PAID ->
                Optional.of(
                    SchnorrSignature.of(
                        fields.need(SIGNATURE, reader -> reader.bytes(SchnorrSignature.LENGTH))));
            default -> throw fields.damaged("no state of a payment");
          });
    } catch (RefusalException e) {
      throw fields.damaged("no message, or no nonces");
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Wipes the payer key. */
  @Override
  public void close() {
    payerKey.close();
  }
}
