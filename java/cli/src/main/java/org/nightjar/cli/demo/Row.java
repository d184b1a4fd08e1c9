package org.nightjar.cli.demo;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A line of a chart: something that happened, once or several times.
 *
 * @param last when it happened for the last time
 * @param kind tells what to draw
 * @param from who sent it, or whom it is about
 * @param to whom it was sent to; the same for what is about one node
 * @param lost whether it did not arrive
 * @param minor whether an overview can do without it
 * @param asleep names of the nodes that are asleep or crashed
 */
record Row(
    Instant at,
    Instant last,
    int count,
    Kind kind,
    String from,
    String to,
    String title,
    String detail,
    boolean lost,
    boolean minor,
    Set<String> asleep,
    List<Section> sections) {
  /** What a row shows. */
  enum Kind {
    MESSAGE,
    PUSH,
    SAID,
    REFUSED,
    POWER
  }

  boolean isOfOneNode() {
    return from.equals(to);
  }

  /** Whether it says the same of the same nodes. */
  boolean isLike(Row other) {
    return kind == other.kind
        && lost == other.lost
        && from.equals(other.from)
        && to.equals(other.to)
        && title.equals(other.title)
        && detail.equals(other.detail)
        && asleep.equals(other.asleep);
  }

  /** The same, once more. */
  Row again(Row other) {
    return new Row(
        at,
        other.last,
        count + other.count,
        kind,
        from,
        to,
        title,
        detail,
        lost,
        minor,
        asleep,
        sections);
  }
}
