package org.nightjar.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nightjar.Diagnostics;
import org.nightjar.sim.OrderedPayment;
import org.nightjar.sim.scenario.Comparison;
import org.nightjar.sim.scenario.Finding;
import org.nightjar.sim.scenario.HeldAmount;
import org.nightjar.sim.scenario.PartyFigures;
import org.nightjar.sim.scenario.Play;

/** A play as one HTML page that needs nothing else. */
final class Page {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 120;
  private static final int HEADROOM = 12;
  private static final int LONGEST_BAR = 90;

  private final Play play;
  private final Diagnostics diagnostics;
  private final Markup page = new Markup();

  Page(Play play, Diagnostics diagnostics) {
    this.play = play;
    this.diagnostics = diagnostics;
  }

  String html() throws IOException {
    String title = "Nightjar: " + play.scenario().title();
    page.raw("<!doctype html>").raw("<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.element("title", title).raw("<style>" + style() + "</style></head><body><main>");
    page.element("h1", play.scenario().inOneLine());
    page.element(
        "p",
        "dim",
        "Nightjar, scenario "
            + play.scenario().title()
            + ", seed "
            + play.seed()
            + ", provider "
            + diagnostics.providerId()
            + ". The network and its time are simulated; keys, onions, paths, invoices and"
            + " signatures are real.");
    page.element("p", play.isAsExpected() ? "end" : "end bad", play.conclusion());
    facts();
    page.element("h2", "Who said what to whom");
    page.element(
        "p",
        "dim",
        "Time runs down. Open a line to see what was in the message, decoded with the keys of who"
            + " got it. Shaded: asleep.");
    new PageChart(play, page).add();
    held();
    figures();
    comparison();
    checks();
    return page.raw("</main></body></html>").toString();
  }

  private static String style() throws IOException {
    try (InputStream in = Page.class.getResourceAsStream("page.css")) {
      if (in == null) {
        throw new IOException("the page's style is not in this jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void facts() {
    page.raw("<div class=\"facts\">");
    play.payments().forEach(payment -> fact(payment, ""));
    play.ptlcPayments().forEach(payment -> fact(payment, " by PTLC"));
    play.holds().forEach(hold -> fact(Amounts.time(hold.time()), "held by " + hold.node()));
    for (PartyFigures figures : play.figures()) {
      if (!figures.asleep().isZero()) {
        fact(Amounts.time(figures.asleep()), figures.party().name() + " asleep or off");
      }
    }
    play.wakeUp()
        .ifPresent(
            wakeUp -> {
              fact(Amounts.time(wakeUp.time()), wakeUp.phone() + "'s phone from wake to claim");
              fact(Amounts.cpu(wakeUp.cpu()), "CPU time of that wake-up");
              fact(Amounts.cpu(wakeUp.core()), "of it to peel, answer, peel and claim");
              long messages = wakeUp.sentMessages() + wakeUp.receivedMessages();
              long bytes = wakeUp.sentBytes() + wakeUp.receivedBytes();
              fact(Amounts.bytes(bytes), "in " + messages + " messages of that wake-up");
            });
    page.raw("</div>");
  }

  private void fact(OrderedPayment payment, String how) {
    fact(
        Amounts.sat(payment.amountMsat()),
        payment.payer().name()
            + (payment.isPaid()
                ? " paid" + how + ", and " + Amounts.sat(payment.feeMsat()) + " of fees"
                : " got back"));
  }

  private void fact(String figure, String what) {
    page.raw("<div class=\"fact\">").element("b", figure).element("span", what).raw("</div>");
  }

  /** A step for each change of what is held. */
  private void held() {
    List<HeldAmount> amounts = play.heldAmounts();
    long most = amounts.stream().mapToLong(HeldAmount::msat).max().orElse(0);
    if (most == 0) {
      return;
    }
    page.element("h2", "Held, over time");
    StringBuilder line = new StringBuilder("M0," + HEIGHT);
    for (HeldAmount amount : amounts) {
      line.append(" H").append(x(amount)).append(" V").append(y(amount.msat(), most));
    }
    line.append(" H" + WIDTH);
    page.raw("<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" preserveAspectRatio=\"none\"");
    page.raw(" style=\"height:120px\" role=\"img\" aria-label=\"amount held over time\">");
    page.raw("<path class=\"area\" d=\"" + line + " V" + HEIGHT + " Z\"/>");
    page.raw("<path class=\"edge\" d=\"" + line + "\"/></svg>");
    page.raw("<div class=\"axis\">")
        .element("span", Amounts.clock(play.begun(), play.begun()))
        .element("span", "at most " + Amounts.sat(most))
        .element("span", Amounts.clock(play.begun(), play.ended()))
        .raw("</div>");
  }

  private String x(HeldAmount amount) {
    double part =
        Duration.between(play.begun(), amount.from()).toMillis()
            / (double) Math.max(1, Duration.between(play.begun(), play.ended()).toMillis());
    return String.format(Locale.ROOT, "%.1f", part * WIDTH);
  }

  private static long y(long msat, long most) {
    return HEIGHT - Math.round((HEIGHT - HEADROOM) * (msat / (double) most));
  }

  private void figures() {
    page.element("h2", "What it cost whom");
    page.raw("<div class=\"scroll\"><table><tr>");
    List.of("", "gain", "sent", "received", "asleep", "CPU time")
        .forEach(head -> page.element("th", head));
    page.raw("</tr>");
    long mostCpu = play.figures().stream().mapToLong(f -> f.cpu().toNanos()).max().orElse(0);
    for (PartyFigures figures : play.figures()) {
      page.raw("<tr>").element("td", figures.party().name());
      page.element("td", Amounts.change(figures.gainMsat()));
      page.element("td", PlayText.messages(figures.sentMessages(), figures.sentBytes()));
      page.element("td", PlayText.messages(figures.receivedMessages(), figures.receivedBytes()));
      page.element("td", figures.asleep().isZero() ? "–" : Amounts.time(figures.asleep()));
      long bar = figures.cpu().toNanos() * LONGEST_BAR / Math.max(1, mostCpu);
      page.raw(
          "<td>"
              + Markup.text(Amounts.cpu(figures.cpu()))
              + "<i class=\"bar\" style=\"width:"
              + bar
              + "px;margin-right:"
              + (LONGEST_BAR - bar)
              + "px\"></i></td></tr>");
    }
    page.raw("</table></div>");
    List<String> below = new ArrayList<>();
    play.holds().forEach(hold -> below.add(PlayText.told(hold)));
    below.addAll(PlayText.wakeUp(play));
    page.element("p", "dim", String.join(" ", below));
  }

  private void comparison() {
    if (play.comparison().isEmpty()) {
      return;
    }
    page.element("h2", "Side by side");
    page.raw("<div class=\"scroll\"><table class=\"words-only\"><tr>");
    page.element("th", "");
    PlayText.COMPARED.forEach(head -> page.element("th", head));
    page.raw("</tr>");
    for (Comparison.Row row : play.comparison().get().rows()) {
      page.raw("<tr>").element("td", row.question() + (row.seen() ? " *" : ""));
      page.element("td", row.htlc()).element("td", row.receipt());
      page.element("td", row.ptlc()).raw("</tr>");
    }
    page.raw("</table></div>").element("p", "dim", PlayText.SEEN + ".");
  }

  private void checks() {
    page.element("h2", "Checked in the simulation").raw("<ul class=\"checks\">");
    for (Finding finding : play.findings()) {
      if (finding.holds()) {
        page.element("li", finding.what());
      } else {
        page.element("li", "bad", finding.what());
      }
    }
    page.raw("</ul>");
  }
}
