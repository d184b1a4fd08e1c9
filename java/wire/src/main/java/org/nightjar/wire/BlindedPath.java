package org.nightjar.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nightjar.BlindedHop;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;

/**
 * A route whose nodes only its maker knows (BOLT 4 "Route Blinding", {@code blinded_path}): where
 * it begins, the first path key, and for each hop the key it answers to and what only it can read.
 * In its encoding several stand back to back without a count. Immutable.
 */
public final class BlindedPath {
  /** The hops that fit: their number is one byte. */
  public static final int MAX_HOPS = 255;

  private static final int MAX_DATA_LENGTH = 65535;

  private final FirstNode firstNode;
  private final PublicKey firstPathKey;
  private final List<Hop> hops;

  private BlindedPath(FirstNode firstNode, PublicKey firstPathKey, List<Hop> hops) {
    this.firstNode = firstNode;
    this.firstPathKey = firstPathKey;
    this.hops = hops;
  }

  /** One node of a blinded path, {@code blinded_path_hop}. Immutable. */
  public static final class Hop {
    private final PublicKey blindedNodeId;
    private final byte[] encryptedRecipientData;

    private Hop(PublicKey blindedNodeId, byte[] encryptedRecipientData) {
      this.blindedNodeId = blindedNodeId;
      this.encryptedRecipientData = encryptedRecipientData;
    }

    /**
     * A hop.
     *
     * @param encryptedRecipientData copied, at most 65535 bytes
     * @throws IllegalArgumentException if the data are longer
     */
    public static Hop of(PublicKey blindedNodeId, byte[] encryptedRecipientData) {
      if (encryptedRecipientData.length > MAX_DATA_LENGTH) {
        throw new IllegalArgumentException(
            "encrypted_recipient_data has "
                + encryptedRecipientData.length
                + " bytes, at most "
                + MAX_DATA_LENGTH
                + " are allowed");
      }
      return new Hop(blindedNodeId, encryptedRecipientData.clone());
    }

    private static Hop read(WireReader reader) throws WireException {
      return new Hop(reader.point(), reader.bytes(reader.u16()));
    }

    private void write(WireWriter writer) {
      writer
          .bytes(blindedNodeId.toBytes())
          .u16(encryptedRecipientData.length)
          .bytes(encryptedRecipientData);
    }

    /** The key that this hop peels with. */
    public PublicKey blindedNodeId() {
      return blindedNodeId;
    }

    /** A copy of what the path's maker encrypted for this hop. */
    public byte[] encryptedRecipientData() {
      return encryptedRecipientData.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Hop hop
          && blindedNodeId.equals(hop.blindedNodeId)
          && Arrays.equals(encryptedRecipientData, hop.encryptedRecipientData);
    }

    @Override
    public int hashCode() {
      return 31 * blindedNodeId.hashCode() + Arrays.hashCode(encryptedRecipientData);
    }

    @Override
    public String toString() {
      return blindedNodeId + ":" + encryptedRecipientData.length + " bytes";
    }
  }

  /**
   * A path.
   *
   * @param hops 1 to {@link #MAX_HOPS}, copied
   * @throws IllegalArgumentException if there are none or too many
   */
  public static BlindedPath of(FirstNode firstNode, PublicKey firstPathKey, List<Hop> hops) {
    if (hops.isEmpty() || hops.size() > MAX_HOPS) {
      throw new IllegalArgumentException(
          "a blinded path has 1 to " + MAX_HOPS + " hops, not " + hops.size());
    }
    return new BlindedPath(firstNode, firstPathKey, List.copyOf(hops));
  }

  /**
   * A path that was just created.
   *
   * @param firstNode the introduction node
   * @param created 1 to {@link #MAX_HOPS} hops, the introduction node first
   * @throws IllegalArgumentException if there are none or too many
   */
  public static BlindedPath of(PublicKey firstNode, List<BlindedHop> created) {
    List<Hop> hops =
        created.stream()
            .map(hop -> Hop.of(hop.blindedNodeId(), hop.encryptedRecipientData()))
            .toList();
    if (hops.isEmpty()) {
      throw new IllegalArgumentException("a blinded path has at least one hop");
    }
    return of(new FirstNode.NodeId(firstNode), created.get(0).pathKey(), hops);
  }

  /**
   * Decodes one path, no more and no less.
   *
   * @throws WireException if it is malformed or has no hops
   */
  public static BlindedPath decode(byte[] bytes) throws WireException {
    WireReader reader = new WireReader(bytes);
    BlindedPath path = read(reader);
    reader.expectEnd();
    return path;
  }

  /**
   * Reads one path; it ends where it says itself.
   *
   * @throws WireException if it is malformed or has no hops
   */
  public static BlindedPath read(WireReader reader) throws WireException {
    FirstNode firstNode = FirstNode.read(reader);
    PublicKey firstPathKey = reader.point();
    int count = reader.u8();
    if (count == 0) {
      throw reader.fail(WireException.Reason.VALUE, "num_hops of a blinded path is 0");
    }
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hops.add(Hop.read(reader));
    }
    return new BlindedPath(firstNode, firstPathKey, List.copyOf(hops));
  }

  /**
   * Reads all that is left as paths back to back.
   *
   * @return at least one
   * @throws WireException if there is none, or one is malformed or has no hops
   */
  public static List<BlindedPath> readAll(WireReader reader) throws WireException {
    List<BlindedPath> paths = new ArrayList<>();
    do {
      paths.add(read(reader));
    } while (reader.remaining() > 0);
    return List.copyOf(paths);
  }

  /** The encoding. */
  public byte[] encode() {
    WireWriter writer = new WireWriter();
    write(writer);
    return writer.toBytes();
  }

  /** Writes the encoding. */
  public void write(WireWriter writer) {
    firstNode.write(writer);
    writer.bytes(firstPathKey.toBytes()).u8(hops.size());
    hops.forEach(hop -> hop.write(writer));
  }

  /** The introduction node. */
  public FirstNode firstNode() {
    return firstNode;
  }

  /** The path key for the first node. */
  public PublicKey firstPathKey() {
    return firstPathKey;
  }

  /** The hops, the introduction node first; at least one, unmodifiable. */
  public List<Hop> hops() {
    return hops;
  }

  /** The blinded node id of the recipient. */
  public PublicKey lastBlindedNodeId() {
    return hops.get(hops.size() - 1).blindedNodeId;
  }

  /** Whether every key of the path is a point of secp256k1: without that it cannot be used. */
  public boolean hasValidKeys(Nightjar nightjar) {
    return (!(firstNode instanceof FirstNode.NodeId id) || nightjar.isValid(id.nodeId()))
        && nightjar.isValid(firstPathKey)
        && hops.stream().allMatch(hop -> nightjar.isValid(hop.blindedNodeId));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlindedPath path
        && firstNode.equals(path.firstNode)
        && firstPathKey.equals(path.firstPathKey)
        && hops.equals(path.hops);
  }

  @Override
  public int hashCode() {
    return 31 * firstPathKey.hashCode() + hops.hashCode();
  }

  @Override
  public String toString() {
    return "BlindedPath[" + firstNode + ", first_path_key=" + firstPathKey + ", " + hops + "]";
  }
}
