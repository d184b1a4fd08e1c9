package org.nightjar.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.bolt12.Bip353Name;
import org.nightjar.wire.bolt12.Document;
import org.nightjar.wire.bolt12.FallbackAddress;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.StaticInvoice;

/** The fields of a BOLT 12 document by their names, for people and for programs. */
public final class DocumentFields {
  private static final HexFormat HEX = HexFormat.of();
  private static final Set<String> TIMES =
      Set.of(Field.OFFER_ABSOLUTE_EXPIRY.name(), Field.INVOICE_CREATED_AT.name());
  private static final Set<String> AMOUNTS =
      Set.of(Field.INVREQ_AMOUNT.name(), Field.INVOICE_AMOUNT.name());
  private static final long LAST_SECOND = Instant.MAX.getEpochSecond();

  private final Document document;

  private DocumentFields(Document document) {
    this.document = document;
  }

  /** The fields of a document. */
  public static DocumentFields of(Document document) {
    return new DocumentFields(document);
  }

  /** Kind of a document; a static invoice is one of its own. */
  public static String kind(Document document) {
    return document instanceof StaticInvoice ? "static_invoice" : name(document);
  }

  /** Name of a kind of document in BOLT 12; a static invoice is an invoice. */
  public static String name(Document document) {
    return document instanceof Offer
        ? "offer"
        : document instanceof InvoiceRequest ? "invoice_request" : "invoice";
  }

  /** A document that was just made, for programs. */
  public static JsonObject created(Document document) {
    JsonObject json = new JsonObject();
    json.addProperty("text", document.toString());
    json.addProperty("tlvs", HEX.formatHex(document.encode()));
    return json;
  }

  /** Names and values; a value of several parts has a row for each. */
  public List<String[]> rows() {
    List<String[]> rows = new ArrayList<>();
    document
        .values()
        .forEach(
            (name, value) -> {
              String title = name;
              for (Object part : value instanceof List<?> list ? list : List.of(value)) {
                rows.add(new String[] {title, text(name, part)});
                title = "";
              }
            });
    for (TlvRecord record : document.unknownRecords()) {
      rows.add(new String[] {typeName(record), HEX.formatHex(record.value())});
    }
    return rows;
  }

  private static String typeName(TlvRecord record) {
    return "type " + Long.toUnsignedString(record.type());
  }

  private String text(String name, Object value) {
    if (value instanceof Long number) {
      return numberText(name, number);
    } else if (value instanceof byte[] bytes) {
      return HEX.formatHex(bytes);
    } else if (value instanceof BlindedPath path) {
      return pathText(path);
    } else if (value instanceof PaymentInfo info) {
      return infoText(info);
    } else if (value instanceof ChainHash chain) {
      return chainText(chain);
    }
    return printable(value.toString());
  }

  private String numberText(String name, long number) {
    String text = Long.toUnsignedString(number);
    if (TIMES.contains(name) && number >= 0 && number <= LAST_SECOND) {
      return text + " (" + Instant.ofEpochSecond(number) + ")";
    }
    boolean msat =
        AMOUNTS.contains(name)
            || name.equals(Field.OFFER_AMOUNT.name())
                && document.get(Field.OFFER_CURRENCY).isEmpty();
    return msat ? text + " msat" : text;
  }

  /** A path in a line. */
  public static String pathText(BlindedPath path) {
    int hops = path.hops().size();
    return (hops == 1 ? "1 hop" : hops + " hops") + " from " + firstText(path.firstNode());
  }

  /** The introduction node of a path. */
  public static String firstText(FirstNode first) {
    if (first instanceof FirstNode.ChannelEnd end) {
      return "channel " + end.shortChannelId() + ", node " + (end.direction() + 1);
    }
    return ((FirstNode.NodeId) first).nodeId().toString();
  }

  private static String infoText(PaymentInfo info) {
    return String.format(
        "%d msat + %d ppm, %d blocks, %s to %s msat",
        info.feeBaseMsat(),
        info.feeProportionalMillionths(),
        info.cltvExpiryDelta(),
        Long.toUnsignedString(info.htlcMinimumMsat()),
        Long.toUnsignedString(info.htlcMaximumMsat()));
  }

  /** A chain by its name, if it has one, and its hash. */
  public static String chainText(ChainHash chain) {
    return Chain.nameOf(chain).map(name -> name + " (" + chain + ")").orElse(chain.toString());
  }

  /** Text of a peer, which must not command the terminal. */
  static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Every field by its name, and {@code unknown_records} if there are any. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    document.values().forEach((name, value) -> json.add(name, json(value)));
    List<TlvRecord> unknown = document.unknownRecords();
    if (!unknown.isEmpty()) {
      JsonArray records = new JsonArray();
      unknown.forEach(record -> records.add(json(record)));
      json.add("unknown_records", records);
    }
    return json;
  }

  private static JsonElement json(Object value) {
    if (value instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(part -> array.add(json(part)));
      return array;
    } else if (value instanceof Long number) {
      return unsigned(number);
    } else if (value instanceof byte[] bytes) {
      return new JsonPrimitive(HEX.formatHex(bytes));
    } else if (value instanceof BlindedPath path) {
      return BlindedPathJson.of(path);
    } else if (value instanceof PaymentInfo info) {
      return json(info);
    } else if (value instanceof FallbackAddress address) {
      return object("version", address.version(), "address", HEX.formatHex(address.address()));
    } else if (value instanceof Bip353Name name) {
      return object("name", name.name(), "domain", name.domain());
    } else if (value instanceof TlvRecord record) {
      return object("type", unsigned(record.type()), "value", HEX.formatHex(record.value()));
    }
    return new JsonPrimitive(value.toString());
  }

  private static JsonObject json(PaymentInfo info) {
    return object(
        "fee_base_msat", info.feeBaseMsat(),
        "fee_proportional_millionths", info.feeProportionalMillionths(),
        "cltv_expiry_delta", info.cltvExpiryDelta(),
        "htlc_minimum_msat", unsigned(info.htlcMinimumMsat()),
        "htlc_maximum_msat", unsigned(info.htlcMaximumMsat()),
        "features", info.features().toString());
  }

  private static JsonObject object(Object... namesAndValues) {
    JsonObject json = new JsonObject();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      JsonElement element =
          value instanceof JsonElement given
              ? given
              : value instanceof Number number
                  ? new JsonPrimitive(number)
                  : new JsonPrimitive(value.toString());
      json.add((String) namesAndValues[i], element);
    }
    return json;
  }

  private static JsonPrimitive unsigned(long number) {
    return new JsonPrimitive(new BigInteger(Long.toUnsignedString(number)));
  }
}
