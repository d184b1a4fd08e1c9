package org.nightjar.wire.bolt11;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;
import org.nightjar.wire.Bech32;
import org.nightjar.wire.Features;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;

/** The tagged fields of an invoice as groups of five bits (BOLT 11 "Tagged Fields"). */
final class Fields {
  static final int PAYMENT_HASH = 1;
  static final int ROUTE = 3;
  static final int FEATURES = 5;
  static final int EXPIRY = 6;
  static final int FALLBACK = 9;
  static final int DESCRIPTION = 13;
  static final int PAYMENT_SECRET = 16;
  static final int NODE_ID = 19;
  static final int DESCRIPTION_HASH = 23;
  static final int MIN_FINAL_CLTV_EXPIRY_DELTA = 24;
  static final int METADATA = 27;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(PAYMENT_HASH, "p"),
          Map.entry(ROUTE, "r"),
          Map.entry(FEATURES, "9"),
          Map.entry(EXPIRY, "x"),
          Map.entry(FALLBACK, "f"),
          Map.entry(DESCRIPTION, "d"),
          Map.entry(PAYMENT_SECRET, "s"),
          Map.entry(NODE_ID, "n"),
          Map.entry(DESCRIPTION_HASH, "h"),
          Map.entry(MIN_FINAL_CLTV_EXPIRY_DELTA, "c"),
          Map.entry(METADATA, "m"));
  private static final Set<Integer> REPEATABLE = Set.of(ROUTE, FALLBACK);
  private static final int HEADER_LENGTH = 3;
  private static final int HASH_GROUPS = 52;
  private static final int KEY_GROUPS = 53;

  /** What fits a long. */
  private static final int MAX_NUMBER_GROUPS = 12;

  private static final int VAR_ONION_OPTIN = 8;
  private static final int PAYMENT_SECRET_BIT = 14;
  private static final int BASIC_MPP = 16;
  private static final int PAYMENT_METADATA_BIT = 48;
  private static final Set<Integer> KNOWN_FEATURES =
      Set.of(VAR_ONION_OPTIN, PAYMENT_SECRET_BIT, BASIC_MPP, PAYMENT_METADATA_BIT);

  private final Map<Integer, List<byte[]>> values = new HashMap<>();

  /** Reads all fields; those that are not known are left out. */
  Fields(byte[] groups) throws WireException {
    int at = 0;
    while (at < groups.length) {
      if (groups.length - at < HEADER_LENGTH) {
        throw WireException.of(WireException.Reason.TRUNCATED, "the fields end inside a length");
      }
      int tag = groups[at];
      int from = at + HEADER_LENGTH;
      at = from + (groups[at + 1] << 5 | groups[at + 2]);
      if (at > groups.length) {
        throw WireException.of(WireException.Reason.TRUNCATED, "the fields end inside a field");
      }
      if (NAMES.containsKey(tag)) {
        List<byte[]> all = values.computeIfAbsent(tag, key -> new ArrayList<>());
        all.add(Arrays.copyOfRange(groups, from, at));
        if (all.size() > 1 && !REPEATABLE.contains(tag)) {
          throw refused(WireException.Reason.TYPE_ORDER, tag, "is there twice");
        }
      }
    }
  }

  boolean has(int tag) {
    return values.containsKey(tag);
  }

  private List<byte[]> all(int tag) {
    return values.getOrDefault(tag, List.of());
  }

  private byte @Nullable [] one(int tag) {
    return has(tag) ? all(tag).get(0) : null;
  }

  /** The bytes of a field, or null. */
  byte @Nullable [] bytes(int tag) throws WireException {
    byte[] groups = one(tag);
    return groups == null ? null : Bech32.toBytes(groups);
  }

  /** The 32 bytes of a field, or null. */
  byte @Nullable [] hash(int tag) throws WireException {
    return fixed(tag, HASH_GROUPS);
  }

  private byte @Nullable [] fixed(int tag, int length) throws WireException {
    byte[] groups = one(tag);
    if (groups != null && groups.length != length) {
      throw refused(
          WireException.Reason.VALUE, tag, "has length " + groups.length + ", must have " + length);
    }
    return bytes(tag);
  }

  @Nullable PublicKey nodeId() throws WireException {
    byte[] bytes = fixed(NODE_ID, KEY_GROUPS);
    return bytes == null ? null : new WireReader(bytes).point();
  }

  @Nullable String description() throws WireException {
    byte[] bytes = bytes(DESCRIPTION);
    try {
      return bytes == null
          ? null
          : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refused(WireException.Reason.VALUE, DESCRIPTION, "is not UTF-8");
    }
  }

  /** The number of a field, or another if it is not there. */
  long number(int tag, long otherwise) throws WireException {
    byte[] groups = one(tag);
    if (groups == null) {
      return otherwise;
    }
    requireMinimal(tag, groups);
    if (groups.length > MAX_NUMBER_GROUPS) {
      throw refused(WireException.Reason.VALUE, tag, "is above 2^60");
    }
    long number = 0;
    for (byte group : groups) {
      number = number << 5 | group;
    }
    return number;
  }

  private static void requireMinimal(int tag, byte[] groups) throws WireException {
    if (groups.length > 0 && groups[0] == 0) {
      throw refused(WireException.Reason.NOT_MINIMAL, tag, "starts with zero bits");
    }
  }

  /** Unlike other fields the feature bits end, not begin, with a whole group. */
  Features features() throws WireException {
    byte[] groups = one(FEATURES);
    if (groups == null) {
      return Features.NONE;
    }
    requireMinimal(FEATURES, groups);
    byte[] bytes = new byte[(groups.length * 5 + 7) / 8];
    for (int i = 0; i < groups.length; i++) {
      int bit = 5 * (groups.length - 1 - i);
      int shifted = groups[i] << bit % 8;
      int index = bytes.length - 1 - bit / 8;
      bytes[index] |= (byte) shifted;
      if (shifted > 0xff) {
        bytes[index - 1] |= (byte) (shifted >> 8);
      }
    }
    Features features = Features.of(bytes);
    checkFeatures(features);
    return features;
  }

  private static void checkFeatures(Features features) throws WireException {
    OptionalInt unknown = features.unknownEven(KNOWN_FEATURES);
    if (unknown.isPresent()) {
      throw refused(
          WireException.Reason.UNKNOWN_FEATURE,
          FEATURES,
          "has even bit " + unknown.getAsInt() + ", which is not known");
    }
    if (offers(features, BASIC_MPP) && !offers(features, PAYMENT_SECRET_BIT)
        || offers(features, PAYMENT_SECRET_BIT) && !offers(features, VAR_ONION_OPTIN)) {
      throw refused(
          WireException.Reason.VALUE, FEATURES, "has a feature without one that it depends on");
    }
  }

  private static boolean offers(Features features, int bit) {
    return features.hasBit(bit) || features.hasBit(bit + 1);
  }

  List<Fallback> fallbacks() throws WireException {
    List<Fallback> fallbacks = new ArrayList<>();
    for (byte[] groups : all(FALLBACK)) {
      if (groups.length > 0 && groups[0] <= Fallback.P2SH) {
        fallbacks.add(
            new Fallback(groups[0], Bech32.toBytes(Arrays.copyOfRange(groups, 1, groups.length))));
      }
    }
    return List.copyOf(fallbacks);
  }

  List<List<RouteHint>> routes() throws WireException {
    List<List<RouteHint>> routes = new ArrayList<>();
    for (byte[] groups : all(ROUTE)) {
      WireReader reader = new WireReader(Bech32.toBytes(groups));
      List<RouteHint> route = new ArrayList<>();
      do {
        route.add(RouteHint.read(reader));
      } while (reader.remaining() > 0);
      routes.add(List.copyOf(route));
    }
    return List.copyOf(routes);
  }

  static WireException refused(WireException.Reason reason, int tag, String what) {
    return WireException.of(reason, "field " + NAMES.get(tag) + " " + what);
  }
}
