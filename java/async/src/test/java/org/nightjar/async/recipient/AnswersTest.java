package org.nightjar.async.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.HeldHtlcAvailable;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.PeeledMessage;

class AnswersTest {
  private static final TlvRecord HELD = HeldHtlcAvailable.create().content(WireProfile.LDK);
  private static final Duration DAY = Duration.ofDays(1);

  private World world;
  private OfferContext context;

  @BeforeEach
  void start() throws StoreException {
    start(RecipientPolicy.AnswerPolicy.defaults());
  }

  private void start(RecipientPolicy.AnswerPolicy answers) throws StoreException {
    world =
        new World(
            new RecipientPolicy(
                RecipientPolicy.OfferPolicy.defaults(),
                answers,
                RecipientPolicy.ClaimPolicy.defaults()));
    context =
        new OfferContext(
            Times.seconds(world.now.plus(DAY)),
            0,
            Nonce.random(world.node.environment.random()),
            0);
  }

  private BlindedPath heldPath(OfferContext of) {
    return world
        .node
        .environment
        .contexts()
        .messagePath(List.of(world.lspId()), Purpose.HELD_HTLC, of.encode());
  }

  private void assertReleased(List<Effect> effects, int count) {
    assertThat(effects).hasSize(count);
    for (Effect effect : effects) {
      PeeledMessage.Last last = world.post.carry(world.node, effect).last();
      TlvRecord content = last.payload().content().orElseThrow();
      assertThat(content.type()).isEqualTo(74);
      assertThat(content.value()).isEqualTo(new byte[1]);
    }
  }

  /** A message of its own, over its own path, for the HTLC of a release path. */
  private Event copy(BlindedPath release) {
    return world.toRecipient(heldPath(context), HELD, Optional.of(release));
  }

  @Test
  void answersCopiesThatComeTogetherOnce() throws Exception {
    String reason = "held HTLC that was released just now";
    BlindedPath release = world.pathToPayer();
    assertReleased(world.on(copy(release)), 1);
    for (int i = 0; i < 59; i++) {
      world.assertRefused(world.on(copy(release)), reason);
    }
    world.assertRefused(world.on(copy(release)), "too many questions for one offer");
    assertThat(world.node.refusals).hasSize(60);
    world.now = world.now.plusSeconds(29);
    world.assertRefused(world.on(copy(release)), reason);
  }

  @Test
  void answersACopyThatComesLaterSinceTheAnswerMayBeLost() throws Exception {
    BlindedPath release = world.pathToPayer();
    assertReleased(world.on(copy(release)), 1);
    world.now = world.now.plusSeconds(30);
    assertReleased(world.on(copy(release)), 1);
    world.restart();
    assertReleased(world.on(copy(release)), 1);
  }

  @Test
  void copiesForOtherHtlcsAreAnsweredEach() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertReleased(world.on(copy(world.pathToPayer())), 1);
    }
  }

  @Test
  void aCopyThatWaitedForChannelsIsAnsweredOnce() throws Exception {
    BlindedPath release = world.pathToPayer();
    world.setUsable(false);
    assertThat(world.on(copy(release))).isEmpty();
    assertThat(world.on(copy(release))).isEmpty();
    world.setUsable(true);
    assertReleased(world.on(new Event.PeerUsable(world.lspId())), 1);
    world.assertRefused(world.on(copy(release)), "held HTLC that was released just now");
  }

  @Test
  void waitsUntilChannelsAreUsable() throws Exception {
    world.setUsable(false);
    Event first = world.toRecipient(heldPath(context), HELD);
    Event second = world.toRecipient(heldPath(context), HELD);
    assertThat(world.on(first)).isEmpty();
    assertThat(world.on(first)).isEmpty();
    assertThat(world.on(second)).isEmpty();
    assertThat(world.on(new Event.Tick())).isEmpty();
    world.setUsable(true);
    assertReleased(world.on(new Event.PeerUsable(world.lspId())), 2);
    assertThat(world.on(new Event.PeerUsable(world.lspId()))).isEmpty();
  }

  @Test
  void waitsForTheLastChannelForAWhile() throws Exception {
    world.routes().inbound.add(World.channel(world.lsp2, 2, false));
    assertThat(world.on(world.toRecipient(heldPath(context), HELD))).isEmpty();
    world.now = world.now.plusSeconds(4);
    assertThat(world.on(new Event.Tick())).isEmpty();
    world.now = world.now.plusSeconds(1);
    assertReleased(world.on(new Event.Tick()), 1);
  }

  @Test
  void mayAnswerWithJitter() throws Exception {
    RecipientPolicy.AnswerPolicy defaults = RecipientPolicy.AnswerPolicy.defaults();
    start(
        new RecipientPolicy.AnswerPolicy(
            defaults.perMinute(),
            defaults.maxWaiting(),
            defaults.maxWait(),
            defaults.patience(),
            Duration.ofSeconds(3),
            defaults.copies(),
            defaults.backlog(),
            true,
            defaults.invoiceExpiry(),
            true));
    assertThat(world.on(world.toRecipient(heldPath(context), HELD))).isEmpty();
    world.now = world.now.plusSeconds(3);
    assertReleased(world.on(new Event.Tick()), 1);
  }

  @Test
  void refusesWhatIsNotOverAPathOfItsOwn() throws Exception {
    String reason = "message over no path of ours, or too late";
    BlindedPath otherPurpose =
        world
            .node
            .environment
            .contexts()
            .messagePath(List.of(), Purpose.OFFER_PATHS, context.encode());
    world.assertRefused(world.on(world.toRecipient(otherPurpose, HELD)), reason);
    for (byte[] bytes : List.of(new byte[0], new byte[33], new byte[35])) {
      BlindedPath other =
          world.node.environment.contexts().messagePath(List.of(), Purpose.HELD_HTLC, bytes);
      world.assertRefused(world.on(world.toRecipient(other, HELD)), reason);
    }
    Event held = world.toRecipient(heldPath(context), HELD);
    world.now = world.now.plus(DAY);
    assertReleased(world.on(held), 1);
    world.now = world.now.plusSeconds(1);
    world.assertRefused(world.on(held), reason);
  }

  @Test
  void refusesAHoldWithoutReplyPath() throws Exception {
    world.assertRefused(
        world.on(world.toRecipient(heldPath(context), HELD, Optional.empty())),
        "message without a path for the answer");
  }

  @Test
  void aFloodForOneOfferCostsTheOthersNothing() throws Exception {
    int answered = 0;
    for (int i = 0; i < 100; i++) {
      answered += world.on(world.toRecipient(heldPath(context), HELD)).size();
    }
    assertThat(answered).isEqualTo(60);
    OfferContext other =
        new OfferContext(context.expiry(), 1, Nonce.random(world.node.environment.random()), 0);
    assertReleased(world.on(world.toRecipient(heldPath(other), HELD)), 1);
    world.now = world.now.plusSeconds(60);
    assertReleased(world.on(world.toRecipient(heldPath(context), HELD)), 1);
  }

  @Test
  void waitingReleasesAreLimitedForEachAsker() throws Exception {
    world.setUsable(false);
    int most = RecipientPolicy.AnswerPolicy.defaults().maxWaiting();
    for (int i = 0; i <= most; i++) {
      assertThat(world.on(world.toRecipient(heldPath(context), HELD))).isEmpty();
    }
    assertThat(world.node.refusals).containsExactly("too many releases wait for channels");
    OfferContext other =
        new OfferContext(context.expiry(), 1, Nonce.random(world.node.environment.random()), 0);
    assertThat(world.on(world.toRecipient(heldPath(other), HELD))).isEmpty();
    assertThat(world.node.refusals).hasSize(1);
    world.setUsable(true);
    assertReleased(world.on(new Event.Tick()), most + 1);
  }

  @Test
  void aReleaseDoesNotWaitForEver() throws Exception {
    world.setUsable(false);
    assertThat(world.on(copy(world.pathToPayer()))).isEmpty();
    Duration most = RecipientPolicy.AnswerPolicy.defaults().maxWait();
    world.now = world.now.plus(most).minusSeconds(1);
    assertThat(world.on(new Event.Tick())).isEmpty();
    assertThat(world.node.refusals).isEmpty();
    world.now = world.now.plusSeconds(1);
    world.assertRefused(world.on(new Event.Tick()), "release that waited too long");
    world.setUsable(true);
    assertThat(world.on(new Event.Tick())).isEmpty();
  }

  @Test
  void aClockThatIsSetBackStartsTheWaitAnew() throws Exception {
    world.setUsable(false);
    assertThat(world.on(copy(world.pathToPayer()))).isEmpty();
    world.now = world.now.minus(DAY);
    assertThat(world.on(new Event.Tick())).isEmpty();
    world.setUsable(true);
    assertReleased(world.on(new Event.Tick()), 1);
  }

  @Test
  void othersMessagesAreNotItsBusiness() throws Exception {
    BlindedPath foreign =
        world.node.environment.contexts().messagePath(List.of(), Purpose.HOLD_RELEASE, new byte[1]);
    assertThat(
            world.on(
                world.toRecipient(foreign, TlvRecord.of(ContentType.INVOICE_REQUEST, new byte[1]))))
        .isEmpty();
    assertThat(world.on(world.toRecipient(foreign, TlvRecord.of(72, new byte[] {9})))).isEmpty();
    assertThat(world.node.refusals).isEmpty();
  }
}
