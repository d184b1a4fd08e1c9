package org.nightjar;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What a payer gives its LSP so that it can read why a payment failed, and try the next onion while
 * the payer is offline. What leaves the payer are keys that open failures and nothing else: no
 * capability holds a shared secret or a session key, which would open the payloads and the preimage
 * in the last of them. It is bound to one onion and payment hash. No standard: the record is
 * Nightjar's own. Hop 0 of the onion is the LSP.
 *
 * <p>With it the LSP can also forge a failure of these hops: a payer does not penalise them for
 * failures that its LSP reports. Send it over the encrypted link to the LSP only; the LSP deletes
 * it when the payment is resolved. Immutable.
 */
public final class ErrorCapability {
  /** What a capability lets its holder read. */
  public enum Level {
    /**
     * Failures that one hop made, up to {@link #MAX_REMOTE_LENGTH} bytes of packet; those of any
     * other hop stay noise.
     */
    REMOTE_HOP(1),
    /** Failures and hold times of every hop from 1 to the last one named. */
    ALL_HOPS(2);

    private final int version;

    Level(int version) {
      this.version = version;
    }
  }

  /** The longest failure packet that {@link Level#REMOTE_HOP} can read. */
  public static final int MAX_REMOTE_LENGTH = 1060;

  /** The last hop of {@link Level#REMOTE_HOP}; {@link Level#ALL_HOPS} goes up to 20. */
  public static final int MAX_REMOTE_HOP = 255;

  private static final int KEY_LENGTH = 32;
  private static final int PAYMENT_HASH = 1;
  private static final int ONION_HASH = PAYMENT_HASH + 32;
  private static final int HOP = ONION_HASH + 32;
  private static final int NOT_BEFORE = HOP + 1;
  private static final int KEYS = NOT_BEFORE + 4;

  /**
   * version (1) | payment_hash (32) | onion_hash (32) | hop (1) | not_before (4) | keys: for
   * REMOTE_HOP stream (1060) and um (32), for ALL_HOPS ammag, um, ammagext (32 each) of every hop.
   */
  private final byte[] record;

  private final Level level;

  private ErrorCapability(byte[] record, Level level) {
    this.record = record;
    this.level = level;
  }

  /**
   * Lets the LSP read failures that one hop made, usually the recipient's LSP.
   *
   * @param onion as built by the payer, for the LSP as first hop
   * @param paymentHash 32 bytes
   * @param hop index of the hop whose failures can be read, 1 to the last of the onion
   * @param notBefore Unix time in seconds before which the LSP must not use the onion, 0 .. 2^32 -
   *     1
   * @throws IllegalArgumentException if a length or number is out of range
   */
  public static ErrorCapability forRemoteHop(
      Primitives primitives, BuiltOnion onion, byte[] paymentHash, int hop, long notBefore) {
    checkHop(onion, hop, MAX_REMOTE_HOP);
    byte[] stream = new byte[MAX_REMOTE_LENGTH];
    for (int i = 1; i <= hop; i++) {
      byte[] ammag = key(primitives, onion, i, KeyType.AMMAG);
      stream = PlainFailure.cipher(primitives, ammag, stream);
    }
    byte[] um = key(primitives, onion, hop, KeyType.UM);
    ByteBuffer record = ByteBuffer.allocate(KEYS + keysLength(Level.REMOTE_HOP, hop));
    putHead(record, Level.REMOTE_HOP, primitives, onion, paymentHash, hop, notBefore);
    return new ErrorCapability(record.put(stream).put(um).array(), Level.REMOTE_HOP);
  }

  /**
   * Lets the LSP read failures and hold times of every hop up to one.
   *
   * @param onion as built by the payer, for the LSP as first hop
   * @param paymentHash 32 bytes
   * @param lastHop index of the last hop, 1 to the last of the onion that is not blinded, at most
   *     20
   * @param notBefore Unix time in seconds before which the LSP must not use the onion, 0 .. 2^32 -
   *     1
   * @throws IllegalArgumentException if a length or number is out of range
   */
  public static ErrorCapability forAllHops(
      Primitives primitives, BuiltOnion onion, byte[] paymentHash, int lastHop, long notBefore) {
    checkHop(onion, lastHop, AttributionData.MAX_HOPS);
    ByteBuffer record = ByteBuffer.allocate(KEYS + keysLength(Level.ALL_HOPS, lastHop));
    putHead(record, Level.ALL_HOPS, primitives, onion, paymentHash, lastHop, notBefore);
    for (int i = 1; i <= lastHop; i++) {
      for (KeyType type : AllHopsReader.KEYS) {
        record.put(key(primitives, onion, i, type));
      }
    }
    return new ErrorCapability(record.array(), Level.ALL_HOPS);
  }

  private static void checkHop(BuiltOnion onion, int hop, int max) {
    int last = Math.min(onion.sharedSecrets().size() - 1, max);
    if (hop < 1 || hop > last) {
      throw new IllegalArgumentException(
          "hop " + hop + " of an onion whose hops behind the LSP are 1 to " + last);
    }
  }

  private static byte[] key(Primitives primitives, BuiltOnion onion, int hop, KeyType type) {
    return primitives.deriveKey(type, onion.sharedSecrets().get(hop).raw());
  }

  private static void putHead(
      ByteBuffer record,
      Level level,
      Primitives primitives,
      BuiltOnion onion,
      byte[] paymentHash,
      int hop,
      long notBefore) {
    if (notBefore < 0 || notBefore > 0xffff_ffffL) {
      throw new IllegalArgumentException("not_before is " + notBefore + ", must fit 32 bits");
    }
    record
        .put((byte) level.version)
        .put(Bytes.copyOf(paymentHash, 32, "payment hash"))
        .put(primitives.sha256(onion.packet().toBytes()))
        .put((byte) hop)
        .putInt((int) notBefore);
  }

  private static int keysLength(Level level, int hop) {
    return level == Level.REMOTE_HOP
        ? MAX_REMOTE_LENGTH + KEY_LENGTH
        : hop * AllHopsReader.KEYS.size() * KEY_LENGTH;
  }

  /** Reads a record that a payer sent; nothing if it is none. */
  public static Optional<ErrorCapability> decode(byte[] record) {
    Objects.requireNonNull(record, "record");
    for (Level level : Level.values()) {
      if (record.length > KEYS && record[0] == level.version) {
        int hop = Byte.toUnsignedInt(record[HOP]);
        int max = level == Level.ALL_HOPS ? AttributionData.MAX_HOPS : MAX_REMOTE_HOP;
        return hop >= 1 && hop <= max && record.length == KEYS + keysLength(level, hop)
            ? Optional.of(new ErrorCapability(record.clone(), level))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * The record, to send to the LSP. Named to be found: whoever has these bytes can read and forge
   * failures of this onion.
   */
  public byte[] exposeSecretBytes() {
    return record.clone();
  }

  public Level level() {
    return level;
  }

  /** The hop whose failures can be read, or the last of them. */
  public int hop() {
    return Byte.toUnsignedInt(record[HOP]);
  }

  /** Unix time in seconds before which the LSP must not use the onion. */
  public long notBefore() {
    return Integer.toUnsignedLong(Bytes.readInt(record, NOT_BEFORE));
  }

  /**
   * The reader for one payment; the only way to use a capability.
   *
   * @param onion that the failures answer, as the LSP got it
   * @param paymentHash of the HTLC
   * @return nothing if the capability is bound to another onion or payment hash
   */
  public Optional<ErrorReader> bind(Primitives primitives, OnionPacket onion, byte[] paymentHash) {
    Objects.requireNonNull(paymentHash, "paymentHash");
    byte[] bound = Arrays.copyOfRange(record, PAYMENT_HASH, HOP);
    ByteBuffer actual = ByteBuffer.allocate(paymentHash.length + 32);
    actual.put(paymentHash).put(primitives.sha256(onion.toBytes()));
    return MessageDigest.isEqual(bound, actual.array())
        ? Optional.of(reader(primitives))
        : Optional.empty();
  }

  private ErrorReader reader(Primitives primitives) {
    if (level == Level.REMOTE_HOP) {
      byte[] stream = Arrays.copyOfRange(record, KEYS, KEYS + MAX_REMOTE_LENGTH);
      byte[] um = Arrays.copyOfRange(record, KEYS + MAX_REMOTE_LENGTH, record.length);
      return new RemoteHopReader(primitives, hop(), stream, um);
    }
    return new AllHopsReader(primitives, Arrays.copyOfRange(record, KEYS, record.length));
  }

  /** Constant time in the bytes. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ErrorCapability capability
        && MessageDigest.isEqual(record, capability.record);
  }

  /** The same for every capability: a hash code would tell about the keys. */
  @Override
  public int hashCode() {
    return ErrorCapability.class.hashCode();
  }

  @Override
  public String toString() {
    return "ErrorCapability[" + level + ", hop " + hop() + ", keys redacted]";
  }
}
