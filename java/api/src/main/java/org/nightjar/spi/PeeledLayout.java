package org.nightjar.spi;

/**
 * The bytes of one peeled packet, as {@code onion.h} lays them out: status (u32) | payload length
 * (u32) | shared secret (32) | path (65) | next onion | payload. In a batch the payload has room
 * for the longest; a single peel's answer ends with its payload. The path part is zero without a
 * path key.
 */
public final class PeeledLayout {
  public static final int STATUS = 0;
  public static final int PAYLOAD_LENGTH = 4;
  public static final int SHARED_SECRET = 8;

  /** The key that opens this hop's encrypted_recipient_data. */
  public static final int DATA_KEY = SHARED_SECRET + 32;

  /** The path key for the next hop, unless the data override it. */
  public static final int NEXT_PATH_KEY = DATA_KEY + 32;

  public static final int NEXT = NEXT_PATH_KEY + 33;

  /** Version, ephemeral key and HMAC of a packet, and the next HMAC inside it. */
  private static final int NOT_PAYLOAD = 1 + 33 + 32 + 32;

  private PeeledLayout() {}

  /** Where the payload starts, for a packet of this length. */
  public static int payload(int onionLength) {
    return NEXT + onionLength;
  }

  /** The distance between two results of a batch. */
  public static int length(int onionLength) {
    return payload(onionLength) + onionLength - NOT_PAYLOAD;
  }
}
