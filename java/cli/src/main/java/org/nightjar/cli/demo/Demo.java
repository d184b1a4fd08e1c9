package org.nightjar.cli.demo;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.NightjarException;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.SecretKey;
import org.nightjar.cli.FailureCodes;
import org.nightjar.wire.PaymentData;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.WireException;

/** Alice pays Dave over Bob and Carol by keysend; Eve looks on. */
final class Demo {
  private static final long AMOUNT_MSAT = 21_000_000;
  private static final int HEIGHT = 905_310;
  private static final int FINAL_CLTV_DELTA = 18;
  private static final Forwarding BOB =
      new Forwarding(ShortChannelId.of(861_204, 1027, 0), 500, 120, 80);
  private static final Forwarding CAROL =
      new Forwarding(ShortChannelId.of(893_977, 311, 1), 1000, 250, 40);

  private final Nightjar nightjar;
  private final Entropy entropy;

  Demo(Nightjar nightjar, Entropy entropy) {
    this.nightjar = nightjar;
    this.entropy = entropy;
  }

  Journey play() {
    try (Person bob = Person.of("Bob", nightjar, entropy);
        Person carol = Person.of("Carol", nightjar, entropy);
        Person dave = Person.of("Dave", nightjar, entropy);
        Person eve = Person.of("Eve", nightjar, entropy);
        SecretKey sessionKey = entropy.secretKey()) {
      byte[] preimage = entropy.bytes32();
      byte[] paymentHash = nightjar.primitives().sha256(preimage);
      long carolGets = AMOUNT_MSAT + CAROL.feeMsat(AMOUNT_MSAT);
      long bobGets = carolGets + BOB.feeMsat(carolGets);
      long daveCltv = HEIGHT + FINAL_CLTV_DELTA;
      long carolCltv = daveCltv + CAROL.cltvDelta();
      List<Hop> hops =
          List.of(
              Hop.of(bob.nodeId(), forward(carolGets, carolCltv, BOB)),
              Hop.of(carol.nodeId(), forward(AMOUNT_MSAT, daveCltv, CAROL)),
              Hop.of(dave.nodeId(), last(daveCltv, preimage)));
      OnionPacket packet = nightjar.buildPaymentOnion(sessionKey, hops, paymentHash).packet();
      double buildMicros =
          Stopwatch.bestMicros(() -> nightjar.buildPaymentOnion(sessionKey, hops, paymentHash));
      List<Leg> legs =
          carry(
              packet, paymentHash, List.of(bob, carol, dave), bobGets, carolCltv + BOB.cltvDelta());
      checkPaid(legs.get(2), paymentHash);
      return new Journey(
          AMOUNT_MSAT,
          bobGets,
          paymentHash,
          packet,
          buildMicros,
          legs,
          attempts(carol, eve, legs.get(1).in(), paymentHash));
    }
  }

  private static byte[] forward(long amountMsat, long cltv, Forwarding forwarding) {
    return PaymentPayload.builder()
        .amtToForward(amountMsat)
        .outgoingCltvValue(cltv)
        .shortChannelId(forwarding.channel())
        .build()
        .encode();
  }

  private byte[] last(long cltv, byte[] preimage) {
    return PaymentPayload.builder()
        .amtToForward(AMOUNT_MSAT)
        .outgoingCltvValue(cltv)
        .paymentData(PaymentData.of(entropy.bytes32(), AMOUNT_MSAT))
        .keysendPreimage(preimage)
        .build()
        .encode();
  }

  private List<Leg> carry(
      OnionPacket first, byte[] paymentHash, List<Person> route, long amountMsat, long cltv) {
    List<Leg> legs = new ArrayList<>();
    OnionPacket in = first;
    long amountIn = amountMsat;
    long cltvIn = cltv;
    for (Person person : route) {
      OnionPacket packet = in;
      double micros = Stopwatch.bestMicros(() -> nightjar.peel(person.key(), packet, paymentHash));
      Peeled.Accepted layer = accepted(person, nightjar.peel(person.key(), packet, paymentHash));
      PaymentPayload payload = decode(layer);
      long amountOut = payload.amtToForward().orElseThrow();
      long cltvOut = payload.outgoingCltvValue().orElseThrow();
      legs.add(
          new Leg(
              person,
              packet,
              payload,
              layer.nextPacket(),
              layer instanceof Peeled.Final,
              amountIn - amountOut,
              cltvIn - cltvOut,
              micros));
      in = layer.nextPacket();
      amountIn = amountOut;
      cltvIn = cltvOut;
    }
    return legs;
  }

  private static Peeled.Accepted accepted(Person person, Peeled peeled) {
    if (peeled instanceof Peeled.Rejected rejected) {
      throw wrong(person.name() + " was refused: " + FailureCodes.describe(rejected));
    }
    return (Peeled.Accepted) peeled;
  }

  private static PaymentPayload decode(Peeled.Accepted layer) {
    try {
      return PaymentPayload.decode(layer.payload());
    } catch (WireException e) {
      throw wrong(e.getMessage());
    }
  }

  private void checkPaid(Leg dave, byte[] paymentHash) {
    byte[] preimage = dave.payload().exposeKeysendPreimage().orElseThrow();
    if (!dave.last()
        || dave.feeMsat() != 0
        || !MessageDigest.isEqual(nightjar.primitives().sha256(preimage), paymentHash)) {
      throw wrong("what Dave got is not what Alice sent");
    }
  }

  private static NightjarException wrong(String what) {
    return new NightjarException("the payment went wrong: " + what + "; run `nightjar selftest`");
  }

  private List<Attempt> attempts(Person carol, Person eve, OnionPacket packet, byte[] paymentHash) {
    byte[] otherHash = entropy.bytes32();
    return List.of(
        attempt("Eve opens Carol's packet with her own key", eve, packet, paymentHash),
        attempt("one bit was flipped on the way to Carol", carol, flipBit(packet), paymentHash),
        attempt("Bob attaches it to another payment hash", carol, packet, otherHash),
        attempt("a version that BOLT 4 does not know", carol, version1(packet), paymentHash),
        attempt("an ephemeral key that is on no curve", carol, badKey(packet), paymentHash));
  }

  private Attempt attempt(String story, Person person, OnionPacket packet, byte[] assoc) {
    if (nightjar.peel(person.key(), packet, assoc) instanceof Peeled.Rejected rejected) {
      return new Attempt(story, rejected);
    }
    throw wrong("a packet was opened that must be refused (" + story + ")");
  }

  private static OnionPacket flipBit(OnionPacket packet) {
    byte[] bytes = packet.toBytes();
    bytes[bytes.length / 2] ^= 1;
    return OnionPacket.of(bytes);
  }

  private static OnionPacket version1(OnionPacket packet) {
    byte[] bytes = packet.toBytes();
    bytes[0] = 1;
    return OnionPacket.of(bytes);
  }

  private static OnionPacket badKey(OnionPacket packet) {
    byte[] bytes = packet.toBytes();
    Arrays.fill(bytes, 2, 34, (byte) 0xff);
    return OnionPacket.of(bytes);
  }
}
