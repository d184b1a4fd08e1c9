package org.nightjar.wire.bolt11;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;
import org.nightjar.wire.Bech32;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.Features;
import org.nightjar.wire.WireException;

/**
 * An invoice of BOLT 11 whose signature nobody has checked. Nightjar's core has neither ECDSA nor
 * the recovery of a key from a signature: where there is no field {@code n}, the node to pay is
 * unknown here. What is needed to check it elsewhere is {@link #signatureHash}, {@link #signature}
 * and {@link #recoveryId}. All other rules of a reader are checked. Immutable.
 */
public final class UnverifiedBolt11 {
  private static final int TIMESTAMP_GROUPS = 7;
  private static final int SIGNATURE_GROUPS = 104;
  private static final int CHECKSUM_GROUPS = 6;
  private static final int SIGNATURE_LENGTH = 64;
  private static final long DEFAULT_EXPIRY = 3600;
  private static final long DEFAULT_MIN_FINAL_CLTV_EXPIRY_DELTA = 18;
  private static final BigInteger HALF_GROUP_ORDER =
      new BigInteger("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", 16);

  private final Prefix prefix;
  private final long timestamp;
  private final byte[] paymentHash;
  private final byte[] paymentSecret;
  private final @Nullable String description;
  private final byte @Nullable [] descriptionHash;
  private final byte @Nullable [] metadata;
  private final @Nullable PublicKey nodeId;
  private final long expiry;
  private final long minFinalCltvExpiryDelta;
  private final Features features;
  private final List<Fallback> fallbacks;
  private final List<List<RouteHint>> routes;
  private final byte[] signature;
  private final byte[] signatureHash;

  private UnverifiedBolt11(String prefix, byte[] groups) throws WireException {
    this.prefix = Prefix.decode(prefix);
    int signatureFrom = groups.length - CHECKSUM_GROUPS - SIGNATURE_GROUPS;
    if (signatureFrom < TIMESTAMP_GROUPS) {
      throw WireException.of(
          WireException.Reason.TRUNCATED, "there is no room for time and signature");
    }
    long time = 0;
    for (int i = 0; i < TIMESTAMP_GROUPS; i++) {
      time = time << 5 | groups[i];
    }
    timestamp = time;
    Fields fields = new Fields(Arrays.copyOfRange(groups, TIMESTAMP_GROUPS, signatureFrom));
    paymentHash = need(fields, Fields.PAYMENT_HASH);
    paymentSecret = need(fields, Fields.PAYMENT_SECRET);
    description = fields.description();
    descriptionHash = fields.hash(Fields.DESCRIPTION_HASH);
    if ((description == null) == (descriptionHash == null)) {
      throw WireException.of(
          WireException.Reason.MISSING_TYPE, "there must be one of the fields d and h");
    }
    metadata = fields.bytes(Fields.METADATA);
    nodeId = fields.nodeId();
    expiry = fields.number(Fields.EXPIRY, DEFAULT_EXPIRY);
    minFinalCltvExpiryDelta =
        fields.number(Fields.MIN_FINAL_CLTV_EXPIRY_DELTA, DEFAULT_MIN_FINAL_CLTV_EXPIRY_DELTA);
    features = fields.features();
    fallbacks = fields.fallbacks();
    routes = fields.routes();
    signature =
        Bech32.toBytes(Arrays.copyOfRange(groups, signatureFrom, signatureFrom + SIGNATURE_GROUPS));
    checkSignatureForm();
    signatureHash = hash(prefix, Arrays.copyOf(groups, signatureFrom));
  }

  /**
   * Decodes a text, {@code ln…} in all lower or all upper case.
   *
   * @throws WireException for the first rule of BOLT 11 that it breaks
   */
  public static UnverifiedBolt11 decode(String text) throws WireException {
    String lower = Bech32.lowerCase(text);
    int separator = lower.lastIndexOf('1');
    if (separator < 0) {
      throw WireException.of(WireException.Reason.TEXT, "there is no 1 after the prefix");
    }
    String prefix = lower.substring(0, separator);
    byte[] groups = Bech32.values(lower, separator + 1, lower.length());
    if (!Bech32.hasChecksum(prefix, groups)) {
      throw WireException.of(WireException.Reason.TEXT, "the checksum is wrong");
    }
    return new UnverifiedBolt11(prefix, groups);
  }

  private static byte[] need(Fields fields, int tag) throws WireException {
    byte[] hash = fields.hash(tag);
    if (hash == null) {
      throw Fields.refused(WireException.Reason.MISSING_TYPE, tag, "is missing");
    }
    return hash;
  }

  /** With a node id given a signature must be low-S; else either is as good. */
  private void checkSignatureForm() throws WireException {
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, SIGNATURE_LENGTH));
    if (nodeId != null && s.compareTo(HALF_GROUP_ORDER) > 0) {
      throw WireException.of(WireException.Reason.SIGNATURE, "the signature is not low-S");
    }
    if (recoveryId() > 3) {
      throw WireException.of(
          WireException.Reason.SIGNATURE, "the recovery id is " + recoveryId() + ", above 3");
    }
  }

  private static byte[] hash(String prefix, byte[] groups) {
    byte[] padded = new byte[(groups.length * 5 + 7) / 8];
    for (int i = 0; i < groups.length; i++) {
      int bit = 5 * i;
      int shifted = groups[i] << 11 - bit % 8;
      padded[bit / 8] |= (byte) (shifted >> 8);
      if ((shifted & 0xff) != 0) {
        padded[bit / 8 + 1] |= (byte) shifted;
      }
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(prefix.getBytes(StandardCharsets.US_ASCII));
      return sha256.digest(padded);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The chain to pay on. */
  public ChainHash chain() {
    return prefix.chain();
  }

  /** What to pay in millisatoshi; empty if the payer chooses. */
  public OptionalLong amountMsat() {
    Long amount = prefix.amountMsat();
    return amount == null ? OptionalLong.empty() : OptionalLong.of(amount);
  }

  /** When it was made, in Unix time. */
  public long timestamp() {
    return timestamp;
  }

  /** {@code p}: 32 bytes. */
  public byte[] paymentHash() {
    return paymentHash.clone();
  }

  /** {@code s}: 32 bytes. */
  public byte[] paymentSecret() {
    return paymentSecret.clone();
  }

  /** {@code d}: what is paid for; somebody else's words. */
  public Optional<String> description() {
    return Optional.ofNullable(description);
  }

  /** {@code h}: SHA-256 of a description that is elsewhere, if there is no other. */
  public Optional<byte[]> descriptionHash() {
    return Optional.ofNullable(descriptionHash).map(byte[]::clone);
  }

  /** {@code m}: for the final hop's {@code payment_metadata}. */
  public Optional<byte[]> metadata() {
    return Optional.ofNullable(metadata).map(byte[]::clone);
  }

  /** {@code n}: the node that is said to have signed; if absent, only recovery tells. */
  public Optional<PublicKey> nodeId() {
    return Optional.ofNullable(nodeId);
  }

  /** {@code x}: seconds after {@link #timestamp} until which it may be paid. */
  public long expiry() {
    return expiry;
  }

  /** Whether it may be paid no more. */
  public boolean isExpired(Instant now) {
    return now.getEpochSecond() > timestamp + expiry;
  }

  /** {@code c}: blocks. */
  public long minFinalCltvExpiryDelta() {
    return minFinalCltvExpiryDelta;
  }

  /** {@code 9}. */
  public Features features() {
    return features;
  }

  /** {@code f}: addresses in the chain, the preferred first; unknown versions are left out. */
  public List<Fallback> fallbacks() {
    return fallbacks;
  }

  /** {@code r}: ways to the node over channels that are not announced, each at least one. */
  public List<List<RouteHint>> routes() {
    return routes;
  }

  /** R and S of the ECDSA signature, 64 bytes. */
  public byte[] signature() {
    return Arrays.copyOf(signature, SIGNATURE_LENGTH);
  }

  /** Which of the possible keys has signed, 0 to 3. */
  public int recoveryId() {
    return signature[SIGNATURE_LENGTH] & 0xff;
  }

  /** What is signed, 32 bytes. */
  public byte[] signatureHash() {
    return signatureHash.clone();
  }
}
