package org.nightjar.async.lsp;

import static org.nightjar.async.lsp.Lsp.ALICE;
import static org.nightjar.async.lsp.Lsp.CAROL;
import static org.nightjar.async.lsp.Lsp.HASH;
import static org.nightjar.async.lsp.Lsp.IN_CLTV;
import static org.nightjar.async.lsp.Lsp.NIGHTJAR;
import static org.nightjar.async.lsp.Lsp.OUT_CLTV;
import static org.nightjar.async.lsp.Lsp.OUT_MSAT;

import java.util.List;
import java.util.Optional;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.OnionPacket;
import org.nightjar.SecretKey;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.wire.PaymentData;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TrampolineFields;

/** What Alice builds for a trampoline payment over a node to Carol, the next trampoline node. */
record TrampolineOnions(BuiltOnion outer, BuiltOnion inner) {
  /** 4,000 more than goes on: enough for the node's fee, and for a router's. */
  static final long IN_MSAT = OUT_MSAT + 4_000;

  static PaymentPayload.Builder forLsp() {
    return PaymentPayload.builder()
        .amtToForward(OUT_MSAT)
        .outgoingCltvValue(OUT_CLTV)
        .trampoline(TrampolineFields.ofNextNode(CAROL));
  }

  static TrampolineOnions of(Lsp lsp, String session, PaymentPayload.Builder forLsp) {
    BuiltOnion inner = inner(lsp, "inner " + session, forLsp);
    return new TrampolineOnions(
        outer(lsp, "outer " + session, outerPayload(inner.packet()).build()), inner);
  }

  static BuiltOnion inner(Lsp lsp, String session, PaymentPayload.Builder forLsp) {
    PaymentPayload.Builder forCarol =
        PaymentPayload.builder().amtToForward(OUT_MSAT).outgoingCltvValue(OUT_CLTV);
    return NIGHTJAR
        .trampoline()
        .buildOnion(
            SecretKey.of(Lsp.hash(session)),
            List.of(
                Hop.of(lsp.node.environment.nodeId(), forLsp.build().encode()),
                Hop.of(CAROL, forCarol.build().encode())),
            HASH.toBytes());
  }

  static PaymentPayload.Builder outerPayload(OnionPacket inner) {
    return PaymentPayload.builder()
        .amtToForward(IN_MSAT)
        .outgoingCltvValue(IN_CLTV)
        .paymentData(PaymentData.of(Lsp.hash("payment secret"), IN_MSAT))
        .trampoline(TrampolineFields.ofOnion(inner));
  }

  static BuiltOnion outer(Lsp lsp, String session, PaymentPayload payload) {
    return NIGHTJAR.buildPaymentOnion(
        SecretKey.of(Lsp.hash(session)),
        List.of(Hop.of(lsp.node.environment.nodeId(), payload.encode())),
        HASH.toBytes());
  }

  IncomingHtlc htlc(long id, boolean hold) {
    return new IncomingHtlc(
        Lsp.id(id), ALICE, IN_MSAT, HASH, IN_CLTV, outer.packet(), Optional.empty(), hold);
  }
}
