package org.nightjar.wire.failure;

import static org.nightjar.wire.failure.FailureField.CHANNEL_UPDATE;
import static org.nightjar.wire.failure.FailureField.CLTV_EXPIRY;
import static org.nightjar.wire.failure.FailureField.CLTV_EXPIRY_DELTA;
import static org.nightjar.wire.failure.FailureField.DISABLED_FLAGS;
import static org.nightjar.wire.failure.FailureField.FEE_BASE_MSAT;
import static org.nightjar.wire.failure.FailureField.FEE_PROPORTIONAL_MILLIONTHS;
import static org.nightjar.wire.failure.FailureField.HEIGHT;
import static org.nightjar.wire.failure.FailureField.HTLC_MSAT;
import static org.nightjar.wire.failure.FailureField.INCOMING_HTLC_AMT;
import static org.nightjar.wire.failure.FailureField.OFFSET;
import static org.nightjar.wire.failure.FailureField.SHA256_OF_ONION;
import static org.nightjar.wire.failure.FailureField.TYPE;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a payment failed (BOLT 4 "Failure Messages"; the trampoline ones: bolts#836). */
public enum FailureCode {
  /** The node has a problem that passes. */
  TEMPORARY_NODE_FAILURE(0x2002, "the node has a problem that passes"),
  /** The node has a problem that stays. */
  PERMANENT_NODE_FAILURE(0x6002, "the node has a problem that stays"),
  /** The onion lacks a feature that the node requires. */
  REQUIRED_NODE_FEATURE_MISSING(0x6003, "the node requires a feature that the onion lacks"),
  /** The next node does not know this version of the onion. */
  INVALID_ONION_VERSION(0xc004, "the next node does not know the onion's version", SHA256_OF_ONION),
  /** The onion's HMAC is wrong at the next node. */
  INVALID_ONION_HMAC(0xc005, "the onion's HMAC is wrong at the next node", SHA256_OF_ONION),
  /** The onion's key is none at the next node. */
  INVALID_ONION_KEY(0xc006, "the onion's key is no point at the next node", SHA256_OF_ONION),
  /** The channel cannot carry the payment now. */
  TEMPORARY_CHANNEL_FAILURE(0x1007, "the channel cannot carry this payment now", CHANNEL_UPDATE),
  /** The channel is gone. */
  PERMANENT_CHANNEL_FAILURE(0x4008, "the channel is gone"),
  /** The onion lacks a feature that the channel requires. */
  REQUIRED_CHANNEL_FEATURE_MISSING(0x4009, "the channel requires a feature that the onion lacks"),
  /** The node does not know the channel. */
  UNKNOWN_NEXT_PEER(0x400a, "the node does not know the next channel"),
  /** Less than the channel carries. */
  AMOUNT_BELOW_MINIMUM(
      0x100b, "the amount is below the channel's minimum", HTLC_MSAT, CHANNEL_UPDATE),
  /** Less than the node wants for forwarding. */
  FEE_INSUFFICIENT(0x100c, "the node wants a higher fee", HTLC_MSAT, CHANNEL_UPDATE),
  /** Fewer blocks than the node wants. */
  INCORRECT_CLTV_EXPIRY(0x100d, "the node wants more blocks", CLTV_EXPIRY, CHANNEL_UPDATE),
  /** The HTLC expires too soon to forward it. */
  EXPIRY_TOO_SOON(0x100e, "the HTLC expires too soon to forward it", CHANNEL_UPDATE),
  /** The recipient does not expect this payment: unknown, paid, wrong amount or secret. */
  INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS(
      0x400f, "the recipient does not expect this payment", HTLC_MSAT, HEIGHT),
  /** The HTLC at the recipient expires at another height than its payload says. */
  FINAL_INCORRECT_CLTV_EXPIRY(
      0x0012, "the HTLC at the recipient has another expiry than its payload", CLTV_EXPIRY),
  /** The HTLC at the recipient has another amount than its payload says. */
  FINAL_INCORRECT_HTLC_AMOUNT(
      0x0013, "the HTLC at the recipient has another amount than its payload", INCOMING_HTLC_AMT),
  /** The channel was disabled. */
  CHANNEL_DISABLED(0x1014, "the channel is disabled", DISABLED_FLAGS, CHANNEL_UPDATE),
  /** The HTLC expires too late. */
  EXPIRY_TOO_FAR(0x0015, "the HTLC would lock the money for too long"),
  /** The payload is malformed. */
  INVALID_ONION_PAYLOAD(0x4016, "the node cannot read its payload", TYPE, OFFSET),
  /** Not all parts came in time. */
  MPP_TIMEOUT(0x0017, "not all parts of the payment came in time"),
  /** Something is wrong on a blinded path; nobody may know what. */
  INVALID_ONION_BLINDING(0xc018, "it failed on the blinded path", SHA256_OF_ONION),
  /** The trampoline node has a problem that passes. */
  TEMPORARY_TRAMPOLINE_FAILURE(0x2019, "the trampoline node found no way for now"),
  /** Less, or fewer blocks, than the trampoline node wants. */
  TRAMPOLINE_FEE_OR_EXPIRY_INSUFFICIENT(
      0x201a,
      "the trampoline node wants a higher fee or more blocks",
      FEE_BASE_MSAT,
      FEE_PROPORTIONAL_MILLIONTHS,
      CLTV_EXPIRY_DELTA),
  /** The trampoline node does not know the next one. */
  UNKNOWN_NEXT_TRAMPOLINE(0x401b, "the trampoline node does not know the next one");

  /** Flag: the onion cannot be read, and the node that says so did not encrypt the failure. */
  public static final int BADONION = 0x8000;

  /** Flag: retrying will not help. */
  public static final int PERM = 0x4000;

  /** Flag: it is about the whole node, not one of its channels. */
  public static final int NODE = 0x2000;

  /** Flag: it may carry a channel_update. */
  public static final int UPDATE = 0x1000;

  private static final Map<Integer, FailureCode> BY_CODE =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(f -> f.code, Function.identity()));

  private final int code;
  private final String text;
  private final List<FailureField> fields;

  FailureCode(int code, String text, FailureField... fields) {
    this.code = code;
    this.text = text;
    this.fields = List.of(fields);
  }

  /** The failure of a code, if Nightjar knows it. */
  public static Optional<FailureCode> of(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  /** The 16 bits on the wire, flags included. */
  public int code() {
    return code;
  }

  /** What it carries, in the order of the wire. */
  public List<FailureField> fields() {
    return fields;
  }

  /** What happened, for people. */
  public String text() {
    return text;
  }

  /** The name in BOLT 4. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
