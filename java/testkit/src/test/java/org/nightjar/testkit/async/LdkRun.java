package org.nightjar.testkit.async;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.nightjar.Nightjar;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.ChannelId;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.PaymentHash;
import org.nightjar.testkit.Vectors;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.WireException;

/** A captured run: who took part, over which channels, and what they said. */
final class LdkRun {
  /** What stands before an HTLC's channel id: the type of the message. */
  private static final int TYPE_LENGTH = 2;

  private final List<JsonObject> lines;
  private final JsonObject meta;
  private final Map<String, SecretKey> secrets = new HashMap<>();
  private final Map<String, PublicKey> ids = new HashMap<>();
  private final List<Channel> channels = new ArrayList<>();

  LdkRun(Vectors.Cases cases) throws IOException {
    lines = Json.lines(cases.file());
    meta = lines.get(0);
    for (JsonObject node : Json.objects(meta, "nodes")) {
      String name = Json.text(node, "name");
      secrets.put(name, SecretKey.of(Json.hex(node, "node_secret")));
      ids.put(name, Json.key(node, "node_id"));
    }
    for (JsonObject channel : Json.objects(meta, "channels")) {
      channels.add(
          new Channel(
              id(Json.text(channel, "a")),
              id(Json.text(channel, "b")),
              scid(channel, "scid"),
              scid(channel, "a_inbound_alias"),
              scid(channel, "b_inbound_alias")));
    }
  }

  /**
   * A channel.
   *
   * @param alias1 by which it is called in paths to node 1
   * @param alias2 by which it is called in paths to node 2
   */
  record Channel(
      PublicKey node1,
      PublicKey node2,
      ShortChannelId id,
      ShortChannelId alias1,
      ShortChannelId alias2) {
    boolean has(PublicKey node) {
      return node1.equals(node) || node2.equals(node);
    }

    boolean isCalled(ShortChannelId name) {
      return List.of(id, alias1, alias2).contains(name);
    }

    PublicKey other(PublicKey node) {
      return node1.equals(node) ? node2 : node1;
    }

    ShortChannelId aliasTo(PublicKey node) {
      return node1.equals(node) ? alias1 : alias2;
    }
  }

  private static ShortChannelId scid(JsonObject channel, String name) {
    return ShortChannelId.fromLong(channel.get(name).getAsLong());
  }

  List<Channel> channels() {
    return channels;
  }

  List<String> names() {
    return Json.objects(meta, "nodes").stream().map(node -> Json.text(node, "name")).toList();
  }

  PublicKey id(String name) {
    return ids.get(name);
  }

  String name(PublicKey id) {
    return names().stream().filter(name -> id(name).equals(id)).findFirst().orElseThrow();
  }

  SecretKey secret(String name) {
    return secrets.get(name);
  }

  long height() {
    return meta.get("block_height").getAsLong();
  }

  long amountMsat() {
    return meta.get("amount_msat").getAsLong();
  }

  /** Where the recipient asks for offer paths. */
  List<BlindedPath> pathsToServer() throws WireException {
    List<BlindedPath> paths = new ArrayList<>();
    for (JsonObject path : Json.objects(toServer(), "paths")) {
      paths.add(BlindedPath.decode(Json.hex(path, "raw")));
    }
    return paths;
  }

  /** What the server calls the recipient. */
  byte[] recipientId() {
    return Json.hex(toServer(), "recipient_id");
  }

  private JsonObject toServer() {
    return lines.stream()
        .filter(line -> Json.text(line, "t").equals("paths_to_server"))
        .findFirst()
        .orElseThrow();
  }

  /** Whether the recipient claimed or failed. */
  String outcome() {
    return Json.text(meta, "outcome");
  }

  /** A node with LDK's key, and our own local key. */
  RoleNode node(Nightjar nightjar, String name) {
    return new RoleNode(nightjar, secret(name), new LdkRoutes(this, id(name)));
  }

  /** Messages between peers, in order. */
  List<JsonObject> messages(String name, Predicate<JsonObject> which) {
    return lines.stream()
        .filter(line -> line.has("raw") && Json.text(line, "t").equals("message"))
        .filter(line -> Json.text(line, "name").equals(name))
        .filter(which)
        .toList();
  }

  /** Onion messages at their end, in order. */
  List<JsonObject> contents(String name) {
    return messages("onion_message", line -> Json.text(line, "carries").equals(name));
  }

  /** Documents of a kind, as the first message with each carried it. */
  List<JsonObject> documents(String kind) {
    return lines.stream()
        .filter(line -> Json.text(line, "t").equals("document"))
        .filter(line -> Json.text(line, "kind").equals(kind))
        .map(line -> line.getAsJsonObject("doc"))
        .toList();
  }

  static Predicate<JsonObject> from(String name) {
    return line -> Json.text(line, "from").equals(name);
  }

  static Predicate<JsonObject> to(String name) {
    return line -> Json.text(line, "to").equals(name);
  }

  /** The layer at which a message ends. */
  static JsonObject last(JsonObject message) {
    List<JsonObject> layers = Json.objects(message, "opened");
    return layers.get(layers.size() - 1);
  }

  /** Of a message about an HTLC. */
  static HtlcId htlcId(JsonObject message) {
    byte[] channel = new byte[ChannelId.LENGTH];
    System.arraycopy(Json.hex(message, "raw"), TYPE_LENGTH, channel, 0, channel.length);
    return new HtlcId(ChannelId.of(channel), message.get("htlc_id").getAsLong());
  }

  /** An update_add_htlc at its receiver. */
  IncomingHtlc htlc(JsonObject add) {
    return new IncomingHtlc(
        htlcId(add),
        id(Json.text(add, "from")),
        add.get("amount_msat").getAsLong(),
        PaymentHash.of(Json.hex(add, "payment_hash")),
        add.get("cltv_expiry").getAsLong(),
        OnionPacket.of(Json.hex(add, "onion")),
        LdkMessages.pathKey(add),
        add.get("hold_htlc").getAsBoolean());
  }
}
