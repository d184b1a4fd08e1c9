package org.nightjar.sim;

import java.time.Instant;
import java.util.function.Consumer;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.wire.message.PeeledMessage;

/** A run as lines of text, for people who look for what went wrong. */
public final class TextTrace implements Trace {
  private final Consumer<String> lines;

  /**
   * A trace.
   *
   * @param lines gets each line, without its end
   */
  public TextTrace(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void on(Instant at, TraceEvent event) {
    String text = text(event);
    if (!text.isEmpty()) {
      lines.accept(at + " " + text);
    }
  }

  private static String text(TraceEvent event) {
    if (event instanceof TraceEvent.Sent sent) {
      return sent.from() + " -> " + sent.to() + " " + sent.message().title();
    }
    if (event instanceof TraceEvent.Delivered delivered) {
      return delivered.to() + " <- " + delivered.from() + " " + delivered.message().title();
    }
    if (event instanceof TraceEvent.Lost lost) {
      return lost.from() + " -x " + lost.to() + " " + lost.message().title();
    }
    if (event instanceof TraceEvent.Opened opened) {
      return opened.node() + " opened " + text(opened.message());
    }
    if (event instanceof TraceEvent.Told told) {
      return told.event() instanceof Event.Tick || told.event() instanceof Event.MessageArrived
          ? ""
          : told.node() + " is told " + shortened(told.event());
    }
    if (event instanceof TraceEvent.Did did) {
      return did.effect() instanceof Effect.SendMessage
          ? ""
          : did.node() + " does " + shortened(did.effect());
    }
    return shortened(event);
  }

  private static String text(PeeledMessage message) {
    if (message instanceof PeeledMessage.Last last) {
      return "a message of type "
          + last.payload().content().map(content -> Long.toString(content.type())).orElse("none");
    }
    return message instanceof PeeledMessage.Dropped dropped
        ? "nothing: " + dropped.reason()
        : "a message to forward";
  }

  private static String shortened(Object value) {
    String text = value.toString();
    return text.length() <= 160 ? text : text.substring(0, 160) + "...";
  }
}
