package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.OnionPacket;
import org.nightjar.async.AttemptId;
import org.nightjar.async.ChannelId;
import org.nightjar.async.Effect;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.Preimage;
import org.nightjar.wire.ShortChannelId;

/** A node that forgot what it did. */
class RestartChecksTest {
  private final Simulation simulation = new Simulation(Nightjar.open(), 44);
  private final SimNode lsp = simulation.addNode("lsp", false, Programs.router());
  private final SimNode bob = simulation.addNode(Topology.BOB, true, Programs.phone());
  private final RestartChecks checks = new RestartChecks(simulation);

  private static OutgoingHtlc htlc(int attempt, long amountMsat) {
    byte[] id = new byte[AttemptId.LENGTH];
    id[0] = (byte) attempt;
    return new OutgoingHtlc(
        AttemptId.of(id),
        ShortChannelId.of(1, 1, 1),
        amountMsat,
        PaymentHash.of(new byte[32]),
        900_000,
        OnionPacket.of(new byte[OnionPacket.PAYMENT_LENGTH]),
        Optional.empty(),
        false);
  }

  @Test
  void anotherHtlcUnderTheSameName() {
    checks.offers(lsp, htlc(1, 1_000));
    checks.offers(lsp, htlc(1, 1_000));
    checks.offers(lsp, htlc(2, 999));
    checks.offers(bob, htlc(1, 999));
    assertThatThrownBy(() -> checks.offers(lsp, htlc(1, 999)))
        .hasMessageContaining("invariant broken: 8: lsp offers another HTLC");
  }

  @Test
  void aClaimThatIsForgotten() {
    HtlcId id = new HtlcId(ChannelId.of(new byte[32]), 1);
    Effect.FailHtlc fail = new Effect.FailHtlc(id, new HtlcFailure.Malformed(0xc018, new byte[32]));
    checks.fails(bob, fail);
    checks.fulfils(bob, new Effect.FulfilHtlc(id, Preimage.of(new byte[32]), Optional.empty()));
    checks.fails(lsp, fail);
    assertThatThrownBy(() -> checks.fails(bob, fail))
        .hasMessageContaining("invariant broken: 8: bob gives an HTLC back");
  }
}
