package org.nightjar.cli;

import com.google.gson.JsonObject;
import org.nightjar.Peeled;
import org.nightjar.RejectReason;

/** Names of BOLT 4 "Failure Messages" for what a peel refuses. */
public final class FailureCodes {
  /** What any error becomes when a path key came with the onion. */
  public static final int INVALID_ONION_BLINDING = 0xc018;

  private FailureCodes() {}

  /**
   * Why a packet is refused: the failure's name in BOLT 4 where the reason has one of its own, else
   * a name in its style.
   */
  public static String reasonName(RejectReason reason) {
    return switch (reason) {
      case ONION_LENGTH -> "invalid_onion_length";
      case ONION_VERSION -> "invalid_onion_version";
      case ONION_KEY -> "invalid_onion_key";
      case ONION_HMAC -> "invalid_onion_hmac";
      case ONION_PAYLOAD -> "invalid_onion_payload";
      case PATH_KEY -> "invalid_onion_blinding";
    };
  }

  /** The name of a failure code that a peel can give. */
  public static String name(int failureCode) {
    return switch (failureCode) {
      case 0xc004 -> "invalid_onion_version";
      case 0xc005 -> "invalid_onion_hmac";
      case 0xc006 -> "invalid_onion_key";
      case 0x4016 -> "invalid_onion_payload";
      case INVALID_ONION_BLINDING -> "invalid_onion_blinding";
      default -> String.format("failure %04x", failureCode);
    };
  }

  /** A refusal in words, with the failure code to answer. */
  public static String describe(Peeled.Rejected rejected) {
    int code = rejected.failureCode();
    return String.format("%s (%04x %s)", rejected.reason().text(), code, name(code));
  }

  /** A refusal as {@code rejected} and {@code failure_code}. */
  public static JsonObject toJson(Peeled.Rejected rejected) {
    JsonObject json = new JsonObject();
    json.addProperty("rejected", reasonName(rejected.reason()));
    json.addProperty("failure_code", rejected.failureCode());
    return json;
  }
}
