package org.nightjar.cli.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.nightjar.Diagnostics;
import org.nightjar.sim.OrderedPayment;
import org.nightjar.sim.PtlcPayment;
import org.nightjar.sim.scenario.Comparison;
import org.nightjar.sim.scenario.Finding;
import org.nightjar.sim.scenario.HeldAmount;
import org.nightjar.sim.scenario.Hold;
import org.nightjar.sim.scenario.PartyFigures;
import org.nightjar.sim.scenario.Play;
import org.nightjar.sim.scenario.WakeUp;

/** A play as data. */
final class PlayJson {
  private final Play play;

  private PlayJson(Play play) {
    this.play = play;
  }

  static JsonObject of(Play play, Diagnostics diagnostics) {
    PlayJson all = new PlayJson(play);
    JsonObject json = new JsonObject();
    json.addProperty("scenario", play.scenario().title());
    json.addProperty("seed", play.seed());
    json.addProperty("provider", diagnostics.providerId());
    json.addProperty("native", diagnostics.nativeCode());
    json.addProperty("as_expected", play.isAsExpected());
    json.addProperty("conclusion", play.conclusion());
    json.add("findings", array(play.findings(), PlayJson::json));
    json.add("parties", array(play.figures(), PlayJson::json));
    json.add("payments", array(play.payments(), PlayJson::json));
    json.add("ptlc_payments", array(play.ptlcPayments(), PlayJson::json));
    json.add(
        "comparison",
        play.comparison().map(comparison -> array(comparison.rows(), PlayJson::json)).orElse(null));
    json.add("holds", array(play.holds(), all::json));
    json.add("held", array(play.heldAmounts(), all::json));
    json.add("wake_up", play.wakeUp().map(PlayJson::json).orElse(null));
    json.add("events", array(Rows.all(play), all::json));
    return json;
  }

  private interface Describer<T> {
    JsonObject describe(T value);
  }

  private static <T> JsonArray array(Iterable<T> values, Describer<T> describer) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(describer.describe(value)));
    return array;
  }

  private static JsonObject json(Finding finding) {
    JsonObject json = new JsonObject();
    json.addProperty("what", finding.what());
    json.addProperty("holds", finding.holds());
    return json;
  }

  private static JsonObject json(PartyFigures figures) {
    JsonObject json = new JsonObject();
    json.addProperty("name", figures.party().name());
    json.addProperty("role", figures.party().what());
    json.addProperty("gain_msat", figures.gainMsat());
    json.addProperty("sent_messages", figures.sentMessages());
    json.addProperty("sent_bytes", figures.sentBytes());
    json.addProperty("received_messages", figures.receivedMessages());
    json.addProperty("received_bytes", figures.receivedBytes());
    json.addProperty("cpu_us", micros(figures.cpu()));
    json.addProperty("asleep_ms", figures.asleep().toMillis());
    return json;
  }

  private static JsonObject json(OrderedPayment payment) {
    JsonObject json = new JsonObject();
    json.addProperty("payer", payment.payer().name());
    json.addProperty("recipient", payment.recipient().name());
    json.addProperty("amount_msat", payment.amountMsat());
    json.addProperty("paid", payment.isPaid());
    json.addProperty("fee_msat", payment.feeMsat());
    json.addProperty("failure", payment.failure().orElse(null));
    return json;
  }

  private static JsonObject json(PtlcPayment payment) {
    JsonObject json = json((OrderedPayment) payment);
    json.addProperty("parts", payment.parts());
    json.addProperty(
        "receipt",
        payment.receipt().map(receipt -> HexFormat.of().formatHex(receipt.encode())).orElse(null));
    return json;
  }

  private static JsonObject json(Comparison.Row row) {
    JsonObject json = new JsonObject();
    json.addProperty("question", row.question());
    json.addProperty("htlc", row.htlc());
    json.addProperty("htlc_with_claim_receipt", row.receipt());
    json.addProperty("ptlc", row.ptlc());
    json.addProperty("seen", row.seen());
    return json;
  }

  private JsonObject json(Hold hold) {
    JsonObject json = new JsonObject();
    json.addProperty("node", hold.node());
    json.addProperty("amount_msat", hold.amountMsat());
    json.addProperty("at_ms", millis(hold.begun()));
    json.addProperty("held_ms", hold.time().toMillis());
    json.addProperty("released", hold.released());
    return json;
  }

  private JsonObject json(HeldAmount held) {
    JsonObject json = new JsonObject();
    json.addProperty("at_ms", millis(held.from()));
    json.addProperty("held_msat", held.msat());
    return json;
  }

  private static JsonObject json(WakeUp wakeUp) {
    JsonObject json = new JsonObject();
    json.addProperty("phone", wakeUp.phone());
    json.addProperty("wake_to_claim_ms", wakeUp.time().toMillis());
    json.addProperty("cpu_us", micros(wakeUp.cpu()));
    json.addProperty("core_cpu_us", micros(wakeUp.core()));
    json.addProperty("sent_messages", wakeUp.sentMessages());
    json.addProperty("sent_bytes", wakeUp.sentBytes());
    json.addProperty("received_messages", wakeUp.receivedMessages());
    json.addProperty("received_bytes", wakeUp.receivedBytes());
    return json;
  }

  private JsonObject json(Row row) {
    JsonObject json = new JsonObject();
    json.addProperty("at_ms", millis(row.at()));
    json.addProperty("kind", row.kind().name().toLowerCase(Locale.ROOT));
    json.addProperty("from", row.from());
    json.add("to", JsonNull.INSTANCE);
    if (!row.isOfOneNode()) {
      json.addProperty("to", row.to());
      json.addProperty("lost", row.lost());
    }
    json.addProperty("what", row.title());
    json.addProperty("detail", row.detail());
    json.add("contents", array(row.sections(), PlayJson::json));
    return json;
  }

  private static JsonObject json(Section section) {
    JsonObject json = new JsonObject();
    json.addProperty("of", section.heading());
    json.add("fields", section.fields().toJson());
    return json;
  }

  private long millis(Instant at) {
    return Duration.between(play.begun(), at).toMillis();
  }

  private static double micros(Duration time) {
    return time.toNanos() / 1e3;
  }
}
