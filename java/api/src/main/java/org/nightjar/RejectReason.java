package org.nightjar;

import org.nightjar.spi.Status;

/**
 * Why a peer's onion was refused, with the failure code of BOLT 4 "Failure Messages" to answer
 * with.
 */
public enum RejectReason {
  /**
   * Shorter than a packet with one hop, or longer than a Lightning message; answered as an unknown
   * version.
   */
  ONION_LENGTH(Status.PEER_ONION_LENGTH, 0xc004, "no onion packet has this length"),
  ONION_VERSION(Status.PEER_ONION_VERSION, 0xc004, "the version byte is not 0"),
  ONION_KEY(Status.PEER_ONION_KEY, 0xc006, "the ephemeral key is not a point of secp256k1"),
  ONION_HMAC(Status.PEER_ONION_HMAC, 0xc005, "the HMAC does not match"),
  /** The HMAC matches, so the failure can be encrypted with the shared secret. */
  ONION_PAYLOAD(
      Status.PEER_ONION_PAYLOAD, 0x4016, "the payload's length is malformed or exceeds the packet"),
  PATH_KEY(Status.PEER_PATH_KEY, 0xc018, "the path key is not a point of secp256k1");

  /** {@code invalid_onion_blinding}: what any error becomes when a path key came with the onion. */
  static final int INVALID_ONION_BLINDING = 0xc018;

  private final int status;
  private final int failureCode;
  private final String text;

  RejectReason(int status, int failureCode, String text) {
    this.status = status;
    this.failureCode = failureCode;
    this.text = text;
  }

  /** What was wrong, for people. */
  public String text() {
    return text;
  }

  int failureCode() {
    return failureCode;
  }

  static RejectReason ofStatus(int status) {
    for (RejectReason reason : values()) {
      if (reason.status == status) {
        return reason;
      }
    }
    throw Errors.of(status);
  }
}
