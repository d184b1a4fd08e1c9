package org.nightjar.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.nightjar.cli.NamedFields;
import org.nightjar.sim.scenario.Party;
import org.nightjar.sim.scenario.Play;

/** The sequence chart of a page; what was said unfolds. */
final class PageChart {
  private static final Duration LONG = Duration.ofSeconds(5);

  private final Play play;
  private final List<String> names;
  private final Markup page;

  PageChart(Play play, Markup page) {
    this.play = play;
    this.page = page;
    names = play.parties().stream().map(Party::name).toList();
  }

  void add() {
    page.raw("<input type=\"checkbox\" id=\"small\"><label class=\"choice\" for=\"small\">")
        .raw("also commitment_signed, revoke_and_ack and channel_reestablish</label>");
    page.raw("<div class=\"chart\" style=\"--n:" + names.size() + "\">");
    page.raw("<div class=\"names\"><div></div><div class=\"lane\">");
    for (Party party : play.parties()) {
      page.raw("<div>").element("b", party.name()).element("span", party.what()).raw("</div>");
    }
    page.raw("</div></div>");
    Rows.folded(play).forEach(this::add);
    page.raw("</div>");
  }

  private void add(Row row) {
    if (row.sections().isEmpty()) {
      page.raw("<div class=\"" + style(row) + "\">");
      line(row);
      page.raw("</div>");
      return;
    }
    page.raw("<details class=\"" + (row.minor() ? "minor" : "") + "\">");
    page.raw("<summary class=\"" + style(row) + "\">");
    line(row);
    page.raw("</summary><div class=\"inside\">");
    row.sections().forEach(this::add);
    page.raw("</div></details>");
  }

  private static String style(Row row) {
    return "row "
        + row.kind().name().toLowerCase(Locale.ROOT)
        + (row.lost() ? " lost" : "")
        + (row.minor() ? " minor" : "");
  }

  private void line(Row row) {
    int from = names.indexOf(row.from());
    int to = names.indexOf(row.to());
    int left = Math.min(from, to);
    boolean far = row.isOfOneNode() && from > names.size() / 2;
    page.element("time", Amounts.clock(play.begun(), row.at()));
    page.raw(
        "<div class=\"lane"
            + (row.isOfOneNode() ? " point" : "")
            + (far ? " far" : "")
            + "\" style=\"--a:"
            + left
            + ";--w:"
            + Math.abs(from - to)
            + "\">");
    for (int i = 0; i < names.size(); i++) {
      String life = row.asleep().contains(names.get(i)) ? "sleep" : "life";
      page.raw("<i class=\"" + life + "\" style=\"--i:" + i + "\"></i>");
    }
    page.raw(
        row.isOfOneNode()
            ? "<i class=\"dot\"></i>"
            : "<i class=\"arrow " + (from < to ? "right" : "left") + "\"></i>");
    words(row);
    page.raw("</div>");
  }

  private void words(Row row) {
    String who = row.isOfOneNode() ? row.from() + " " : "";
    StringBuilder more = new StringBuilder();
    if (row.count() > 1) {
      more.append(" ×").append(row.count());
    }
    if (Duration.between(row.at(), row.last()).compareTo(LONG) > 0) {
      more.append(", until ").append(Amounts.clock(play.begun(), row.last()));
    }
    if (!row.detail().isEmpty()) {
      more.append(" ").append(row.detail());
    }
    page.raw(
        "<div class=\"words\"><b>"
            + Markup.text(who + row.title())
            + "</b><span>"
            + Markup.text(more.toString())
            + "</span></div>");
  }

  private void add(Section section) {
    page.element("h3", section.heading()).raw("<dl>");
    for (NamedFields.Field field : section.fields().list()) {
      page.element("dt", field.name()).element("dd", field.text());
    }
    page.raw("</dl>");
  }
}
