package org.nightjar.sim.scenario;

import java.util.List;
import org.nightjar.async.Effect;
import org.nightjar.async.Notice;
import org.nightjar.sim.NetMessage;
import org.nightjar.sim.SimNode;
import org.nightjar.sim.TraceEvent;
import org.nightjar.sim.channel.ChannelMessage;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.PeeledMessage;

/** What was seen so far on a stage, for the checks of scripts. */
final class Sightings {
  private Sightings() {}

  /** HTLCs that a node added, in order. */
  static List<ChannelMessage.UpdateAddHtlc> adds(Stage stage, SimNode from) {
    return channelMessages(stage, ChannelMessage.UpdateAddHtlc.class, from);
  }

  /** HTLCs that a node failed, in order. */
  static List<ChannelMessage.UpdateFailHtlc> fails(Stage stage, SimNode from) {
    return channelMessages(stage, ChannelMessage.UpdateFailHtlc.class, from);
  }

  private static <M extends ChannelMessage> List<M> channelMessages(
      Stage stage, Class<M> kind, SimNode from) {
    return stage.seen(TraceEvent.Sent.class).stream()
        .filter(sent -> sent.from().equals(from.name()))
        .map(TraceEvent.Sent::message)
        .filter(NetMessage.Channel.class::isInstance)
        .map(message -> ((NetMessage.Channel) message).message())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** Static invoices that a payer was served, in order; copies count. */
  static List<byte[]> staticInvoices(Stage stage, SimNode payer) {
    return stage.seen(TraceEvent.Opened.class).stream()
        .filter(opened -> opened.node().equals(payer.name()))
        .map(TraceEvent.Opened::message)
        .filter(PeeledMessage.Last.class::isInstance)
        .flatMap(message -> ((PeeledMessage.Last) message).payload().content().stream())
        .filter(content -> content.type() == ContentType.STATIC_INVOICE)
        .map(TlvRecord::value)
        .toList();
  }

  /** How many onion messages a node sent to another. */
  static long onionMessages(Stage stage, SimNode from, SimNode to) {
    return stage.seen(TraceEvent.Sent.class).stream()
        .filter(sent -> sent.from().equals(from.name()) && sent.to().equals(to.name()))
        .filter(sent -> sent.message() instanceof NetMessage.Onion)
        .count();
  }

  /** Whether a node has released a hold or given it up. */
  static boolean holdEnded(Stage stage, SimNode node) {
    return !notices(stage, node, Notice.HoldEnded.class).isEmpty();
  }

  /** How many HTLCs and PTLCs a node has begun to hold. */
  static int held(Stage stage, SimNode node) {
    return notices(stage, node, Notice.HtlcHeld.class).size();
  }

  /** What a node told its application of one kind, in order. */
  static <N extends Notice> List<N> notices(Stage stage, SimNode node, Class<N> kind) {
    return stage.seen(TraceEvent.Did.class).stream()
        .filter(did -> did.node().equals(node.name()))
        .map(TraceEvent.Did::effect)
        .filter(Effect.Notify.class::isInstance)
        .map(effect -> ((Effect.Notify) effect).notice())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** Whether a node refused something with a reason. */
  static boolean refused(Stage stage, SimNode node, String reason) {
    return stage.seen(TraceEvent.Refused.class).stream()
        .anyMatch(refused -> refused.node().equals(node.name()) && refused.reason().equals(reason));
  }

  static long crashes(Stage stage) {
    return stage.seen(TraceEvent.PowerChanged.class).stream()
        .filter(changed -> changed.power() == TraceEvent.Power.CRASHED)
        .count();
  }
}
