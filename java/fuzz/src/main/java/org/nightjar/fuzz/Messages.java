package org.nightjar.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.nightjar.Nightjar;
import org.nightjar.ptlc.IssueStatement;
import org.nightjar.ptlc.IssuedTuple;
import org.nightjar.ptlc.NoncePool;
import org.nightjar.ptlc.PoolCertificate;
import org.nightjar.ptlc.Receipt;
import org.nightjar.ptlc.ReceiptMessage;
import org.nightjar.sim.ptlc.PoolPut;
import org.nightjar.sim.ptlc.PtlcInvoice;
import org.nightjar.wire.AsyncTypes;
import org.nightjar.wire.BigSize;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.async.AsyncMessage;
import org.nightjar.wire.async.ClaimReceipt;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceError;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.StaticInvoice;
import org.nightjar.wire.currency.RateReply;
import org.nightjar.wire.currency.RateRequest;
import org.nightjar.wire.delegation.DelegationMessage;
import org.nightjar.wire.failure.FailureMessage;
import org.nightjar.wire.htlc.AttributionTlvs;
import org.nightjar.wire.htlc.RevokeAndAckTlvs;
import org.nightjar.wire.htlc.UpdateAddHtlcTlvs;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessagePayload;

/** Every reader of bytes that peers send. */
public final class Messages {
  private Messages() {}

  /** The readers; their order is that of inputs kept in files, so new ones come last. */
  public static List<Reader> readers(Nightjar nightjar) {
    List<Reader> all = new ArrayList<>();
    all.addAll(
        List.of(
            in -> BigSize.encode(BigSize.decode(in)),
            in -> TlvStream.decode(in).encode(),
            in -> PaymentPayload.decode(in).encode(),
            in -> BlindedPath.decode(in).encode(),
            Messages::paths,
            in -> EncryptedData.decode(in).encode(),
            in -> FailureMessage.decode(in).encode(),
            in -> OnionMessage.decode(in).encode(),
            in -> OnionMessagePayload.decode(in).encode(),
            in -> AttributionTlvs.decode(in).encode(),
            in -> RateRequest.decode(in).encode(),
            in -> RateReply.decode(in).encode(),
            in -> ClaimReceipt.decode(in).encode(),
            in -> Offer.decode(nightjar, in).encode(),
            in -> InvoiceRequest.decode(in).encode(),
            in -> Invoice.decode(in).encode(),
            in -> InvoiceError.decode(in).encode()));
    for (int type = 0; type < 1 << 16; type++) {
      int delegation = type;
      if (DelegationMessage.isType(type)) {
        all.add(in -> DelegationMessage.decode(delegation, in).encode());
      }
    }
    for (WireProfile profile : WireProfile.values()) {
      all.add(in -> StaticInvoice.decode(in, profile).encode());
      all.add(in -> UpdateAddHtlcTlvs.decode(in, profile).encode());
      all.add(in -> RevokeAndAckTlvs.decode(in, profile).encode());
      LongStream.of(
              72,
              74,
              AsyncTypes.offerPathsRequest(profile),
              AsyncTypes.offerPaths(profile),
              AsyncTypes.serveStaticInvoice(profile),
              AsyncTypes.staticInvoicePersisted(profile))
          .forEach(type -> all.add(in -> async(type, in, profile)));
    }
    all.addAll(
        List.of(
            in -> PoolCertificate.decode(in).encode(),
            in -> NoncePool.decode(in).encode(),
            in -> IssueStatement.decode(in).encode(),
            in -> IssuedTuple.decode(in).encode(),
            in -> ReceiptMessage.decode(in).encode(),
            in -> Receipt.decode(in).encode(),
            in -> PoolPut.decode(in).encode(),
            in -> PtlcInvoice.decode(in).encode(),
            in -> Texts.bolt12(nightjar, in),
            Texts::bolt11));
    return all;
  }

  private static byte[] paths(byte[] bytes) throws WireException {
    WireWriter writer = new WireWriter();
    BlindedPath.readAll(new WireReader(bytes)).forEach(path -> path.write(writer));
    return writer.toBytes();
  }

  /** A message of either profile is read; in that which it was written in it comes back. */
  private static byte[] async(long type, byte[] bytes, WireProfile profile) throws WireException {
    AsyncMessage message = AsyncMessage.decode(TlvRecord.of(type, bytes), profile);
    for (WireProfile written : WireProfile.values()) {
      TlvRecord content = message.content(written);
      if (content.type() == type && Arrays.equals(content.value(), bytes)) {
        return bytes;
      }
    }
    return new byte[0];
  }
}
