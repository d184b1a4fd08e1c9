package org.nightjar.sim.scenario;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.Effect;
import org.nightjar.sim.NetMessage;
import org.nightjar.sim.Simulation;
import org.nightjar.sim.Trace;
import org.nightjar.sim.TraceEvent;
import org.nightjar.sim.channel.ChannelMessage;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.PeeledMessage;

/**
 * Listens to a play, and tells it afterwards. While the play goes on it only takes notes, so that
 * it costs the nodes no time.
 */
final class Recorder implements Trace {
  /**
   * A note.
   *
   * @param node that it is about, if that may have used CPU time
   * @param nanos CPU time of that node until then
   */
  record Note(Instant at, TraceEvent event, @Nullable String node, long nanos) {}

  private final Simulation simulation;
  private final List<Note> notes = new ArrayList<>();
  private boolean listens = true;

  Recorder(Simulation simulation) {
    this.simulation = simulation;
    simulation.addTrace(this);
  }

  @Override
  public void on(Instant at, TraceEvent event) {
    if (listens) {
      String node = node(event);
      notes.add(new Note(at, event, node, node == null ? 0 : simulation.node(node).usedNanos()));
    }
  }

  private static @Nullable String node(TraceEvent event) {
    if (event instanceof TraceEvent.PowerChanged changed) {
      return changed.node();
    }
    if (event instanceof TraceEvent.Delivered delivered) {
      return delivered.to();
    }
    if (event instanceof TraceEvent.Opened opened) {
      return opened.node();
    }
    if (event instanceof TraceEvent.Told told) {
      return told.node();
    }
    return event instanceof TraceEvent.Did did ? did.node() : null;
  }

  /** Hears nothing any more. */
  void stop() {
    listens = false;
  }

  List<Note> notes() {
    return notes;
  }

  /** What happened, in order. */
  List<Moment> moments() {
    return new Telling().tell();
  }

  /** A message whose fate is not known when it is sent. */
  private static final class Letter {
    final Instant at;
    final TraceEvent.Sent sent;
    final int way;
    boolean lost;
    @Nullable PeeledMessage opened;

    Letter(Instant at, TraceEvent.Sent sent, int way) {
      this.at = at;
      this.sent = sent;
      this.way = way;
    }
  }

  /** Puts together what belongs together. */
  private final class Telling {
    private final List<Object> story = new ArrayList<>();
    private final List<Letter> underWay = new ArrayList<>();
    private final Map<String, Integer> ways = new HashMap<>();
    private final Map<Integer, PeeledMessage.Last> insides = new HashMap<>();
    private @Nullable Letter arrived;

    List<Moment> tell() {
      notes.forEach(this::take);
      return story.stream()
          .map(part -> part instanceof Letter letter ? message(letter) : (Moment) part)
          .toList();
    }

    private void take(Note note) {
      TraceEvent event = note.event();
      Instant at = note.at();
      if (event instanceof TraceEvent.Sent sent) {
        Letter letter = new Letter(at, sent, way(sent.message()));
        story.add(letter);
        underWay.add(letter);
      } else if (event instanceof TraceEvent.Lost lost) {
        arrive(lost.message()).ifPresent(letter -> letter.lost = true);
      } else if (event instanceof TraceEvent.Delivered delivered) {
        arrived = arrive(delivered.message()).orElse(null);
      } else if (event instanceof TraceEvent.Opened opened) {
        open(opened.message());
      } else if (event instanceof TraceEvent.PowerChanged changed) {
        story.add(new Moment.PowerChange(at, changed.node(), changed.power()));
      } else if (event instanceof TraceEvent.Pushed pushed) {
        story.add(new Moment.Push(at, pushed.from(), pushed.to(), pushed.lost()));
      } else if (event instanceof TraceEvent.Refused refused) {
        story.add(new Moment.Refusal(at, refused.node(), refused.role(), refused.reason()));
      } else if (event instanceof TraceEvent.Did did
          && did.effect() instanceof Effect.Notify notify) {
        story.add(new Moment.Said(at, did.node(), notify.notice()));
      }
    }

    private Optional<Letter> arrive(NetMessage message) {
      for (Letter letter : underWay) {
        if (letter.sent.message() == message) {
          underWay.remove(letter);
          return Optional.of(letter);
        }
      }
      return Optional.empty();
    }

    /** The same number for an onion message at each of its hops. */
    private int way(NetMessage message) {
      return message instanceof NetMessage.Onion onion
          ? ways.computeIfAbsent(key(onion.message()), key -> ways.size())
          : -1;
    }

    private void open(PeeledMessage message) {
      Letter letter = arrived;
      arrived = null;
      if (letter == null) {
        return;
      }
      letter.opened = message;
      if (message instanceof PeeledMessage.Forward forward) {
        ways.put(key(forward.next()), letter.way);
      } else if (message instanceof PeeledMessage.Last last) {
        insides.put(letter.way, last);
      }
    }

    private Moment message(Letter letter) {
      TraceEvent.Sent sent = letter.sent;
      return new Moment.Message(
          letter.at,
          sent.from(),
          sent.to(),
          sent.message(),
          letter.lost,
          Optional.ofNullable(letter.opened),
          Optional.ofNullable(insides.get(letter.way)),
          layers(sent));
    }

    private List<OnionLayer> layers(TraceEvent.Sent sent) {
      return sent.message() instanceof NetMessage.Channel channel
              && channel.message() instanceof ChannelMessage.UpdateAddHtlc add
          ? OnionLayers.of(simulation.node(sent.to()).environment(), add)
          : List.of();
    }
  }

  private static String key(OnionMessage message) {
    return HexFormat.of().formatHex(message.packet().toBytes());
  }
}
