package org.nightjar.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.nightjar.sim.NetMessage;
import org.nightjar.sim.TraceEvent;
import org.nightjar.sim.scenario.Moment;
import org.nightjar.sim.scenario.Play;

/** The lines of a chart. */
final class Rows {
  private final boolean folds;
  private final List<Row> rows = new ArrayList<>();
  private final Set<String> asleep = new TreeSet<>();
  private int chapter;

  private Rows(boolean folds) {
    this.folds = folds;
  }

  /** One for each moment. */
  static List<Row> all(Play play) {
    return new Rows(false).tell(play);
  }

  /**
   * What comes again before anything of weight has happened adds to its line: copies over several
   * paths, and what is sent again and again to somebody who sleeps.
   */
  static List<Row> folded(Play play) {
    return new Rows(true).tell(play);
  }

  private List<Row> tell(Play play) {
    play.moments().forEach(this::add);
    return List.copyOf(rows);
  }

  private void add(Moment moment) {
    if (moment instanceof Moment.Message message) {
      add(message);
    } else if (moment instanceof Moment.Push push) {
      String detail = push.lost() ? "does not arrive" : "wake up";
      Telling telling = new Telling("push", detail, List.of());
      add(row(push, Row.Kind.PUSH, push.from(), push.to(), telling, push.lost(), false));
    } else if (moment instanceof Moment.Said said) {
      addOfNode(said, Row.Kind.SAID, said.node(), NoticeTelling.of(said.notice()));
      chapter = rows.size();
    } else if (moment instanceof Moment.Refusal refusal) {
      addOfNode(refusal, Row.Kind.REFUSED, refusal.node(), told(refusal));
    } else {
      add((Moment.PowerChange) moment);
    }
  }

  /** What carries money goes back; anything else has no answer. */
  private static String told(Moment.Refusal refusal) {
    boolean payment = refusal.reason().startsWith("a payment");
    return (payment ? "refuses " : "ignores ") + refusal.reason();
  }

  /** All nodes start at the beginning, of which a chart need not tell. */
  private void add(Moment.PowerChange change) {
    String node = change.node();
    boolean wasAsleep = asleep.remove(node);
    if (change.power() != TraceEvent.Power.STARTED) {
      asleep.add(node);
    } else if (!wasAsleep) {
      return;
    }
    String title =
        switch (change.power()) {
          case STARTED -> "wakes";
          case ASLEEP -> "falls asleep";
          case CRASHED -> "crashes";
        };
    addOfNode(change, Row.Kind.POWER, node, title);
    chapter = rows.size();
  }

  private void addOfNode(Moment moment, Row.Kind kind, String node, String text) {
    add(row(moment, kind, node, node, new Telling(text, "", List.of()), false, false));
  }

  private void add(Moment.Message moment) {
    NetMessage message = moment.message();
    boolean minor =
        message instanceof NetMessage.Channel channel && ChannelTelling.isMinor(channel.message());
    Telling telling =
        message instanceof NetMessage.Onion onion
            ? OnionTelling.of(moment, onion)
            : message instanceof NetMessage.Own own
                ? PeerTelling.of(own)
                : ChannelTelling.of(moment, (NetMessage.Channel) message);
    add(row(moment, Row.Kind.MESSAGE, moment.from(), moment.to(), telling, moment.lost(), minor));
  }

  private Row row(
      Moment moment,
      Row.Kind kind,
      String from,
      String to,
      Telling telling,
      boolean lost,
      boolean minor) {
    return new Row(
        moment.at(),
        moment.at(),
        1,
        kind,
        from,
        to,
        telling.title(),
        telling.detail(),
        lost,
        minor,
        Set.copyOf(asleep),
        telling.sections());
  }

  private void add(Row row) {
    for (int i = chapter; folds && i < rows.size(); i++) {
      if (rows.get(i).isLike(row)) {
        rows.set(i, rows.get(i).again(row));
        return;
      }
    }
    rows.add(row);
  }
}
