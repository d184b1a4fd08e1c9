package org.nightjar.wire.bolt12;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.nightjar.internal.ByteArrays;
import org.nightjar.wire.BigSize;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;

/**
 * What a BOLT 12 signature signs (BOLT 12 "Signature Calculation"): the root of a tree over all
 * records but the signatures, hashed with the names of message and field. Everything in it is
 * public.
 */
public final class MerkleTree {
  private static final int HASH_LENGTH = 32;
  private static final byte[] LEAF = tagPrefix(ascii("LnLeaf"));
  private static final byte[] BRANCH = tagPrefix(ascii("LnBranch"));

  private final MessageDigest sha256 = sha256();
  private final byte[] bytes;
  private final byte[] nonce;

  private MerkleTree(byte[] bytes, int firstFrom, int firstTo) {
    this.bytes = bytes;
    byte[] tag = Arrays.copyOf(ascii("LnNonce"), 7 + firstTo - firstFrom);
    System.arraycopy(bytes, firstFrom, tag, 7, firstTo - firstFrom);
    this.nonce = tagPrefix(tag);
  }

  /**
   * The root over a stream; signature records, 240 to 1000, are left out.
   *
   * @return 32 bytes
   * @throws IllegalArgumentException if there is no other record
   */
  public static byte[] root(TlvStream stream) {
    List<TlvRecord> records = stream.records();
    byte[] bytes = stream.encode();
    byte[][] nodes = new byte[records.size()][];
    MerkleTree tree = null;
    int count = 0;
    int from = 0;
    for (TlvRecord record : records) {
      int to = from + record.encodedLength();
      if (!Ranges.isSignature(record.type())) {
        tree = tree == null ? new MerkleTree(bytes, from, to) : tree;
        nodes[count++] = tree.leaf(from, BigSize.length(record.type()), to);
      }
      from = to;
    }
    if (tree == null) {
      throw new IllegalArgumentException("a stream without records has no Merkle root");
    }
    return tree.fold(nodes, count);
  }

  /**
   * The 32 bytes to sign with BIP340, for the field {@code signature}.
   *
   * @param messageName such as {@code invoice_request}
   * @param root 32 bytes
   */
  public static byte[] signatureHash(String messageName, byte[] root) {
    MessageDigest sha256 = sha256();
    sha256.update(tagPrefix(ascii("lightning" + messageName + "signature")));
    return sha256.digest(root);
  }

  /** A record beside a nonce that nobody can guess who does not know the first record. */
  private byte[] leaf(int from, int typeLength, int to) {
    sha256.update(LEAF);
    sha256.update(bytes, from, to - from);
    byte[] leaf = sha256.digest();
    sha256.update(nonce);
    sha256.update(bytes, from, typeLength);
    return branch(leaf, sha256.digest());
  }

  /** Neighbours join from left to right; an odd one moves up as it is. */
  private byte[] fold(byte[][] nodes, int count) {
    for (int left = count; left > 1; left = (left + 1) / 2) {
      for (int i = 0; i < left; i += 2) {
        nodes[i / 2] = i + 1 < left ? branch(nodes[i], nodes[i + 1]) : nodes[i];
      }
    }
    return nodes[0];
  }

  private byte[] branch(byte[] a, byte[] b) {
    boolean ordered = ByteArrays.compareUnsigned(a, b) < 0;
    sha256.update(BRANCH);
    sha256.update(ordered ? a : b);
    return sha256.digest(ordered ? b : a);
  }

  /** What BIP340's tagged hash puts before the message: the hash of the tag, twice. */
  private static byte[] tagPrefix(byte[] tag) {
    byte[] hash = sha256().digest(tag);
    byte[] prefix = Arrays.copyOf(hash, 2 * HASH_LENGTH);
    System.arraycopy(hash, 0, prefix, HASH_LENGTH, HASH_LENGTH);
    return prefix;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
