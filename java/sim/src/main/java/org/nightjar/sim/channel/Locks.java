package org.nightjar.sim.channel;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.AdaptorSignatures;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.async.ChannelId;
import org.nightjar.async.Scalar;
import org.nightjar.wire.WireWriter;

/**
 * How one end of a channel opens locks. With PTLCs the adder pre-signs the claim, and whoever
 * claims on chain publishes the finished signature, out of which the adder reads the scalar: money
 * and secret change hands together. Off the chain the scalar itself is told.
 *
 * <p>Simpler than a real channel: the claim is no transaction, but a hash of all that matters in
 * it, and stays the same from one commitment to the next, so there is one pre-signature for a PTLC.
 */
public final class Locks {
  private static final byte[] TAG = "nightjar/sim/ptlc claim".getBytes(StandardCharsets.US_ASCII);

  private final Nightjar nightjar;
  private final @Nullable Keys keys;

  /**
   * Keys for claims of PTLCs, in one channel only.
   *
   * @param own this end's
   * @param peer the other end's
   */
  public record Keys(SecretKey own, PublicKey peer) {}

  private Locks(Nightjar nightjar, @Nullable Keys keys) {
    this.nightjar = nightjar;
    this.keys = keys;
  }

  /** Of a channel for HTLCs. */
  public static Locks ofHtlcs(Nightjar nightjar) {
    return new Locks(nightjar, null);
  }

  /** Of a channel for PTLCs. */
  public static Locks ofPtlcs(Nightjar nightjar, Keys keys) {
    return new Locks(nightjar, keys);
  }

  /** Whether the channel is for PTLCs; each channel is for one kind. */
  public boolean arePoints() {
    return keys != null;
  }

  /** Whether something of a peer can be a lock here. */
  boolean accepts(Lock lock) {
    return lock instanceof Lock.Point point
        ? keys != null && nightjar.isValid(point.point())
        : keys == null;
  }

  /** Whether a secret opens a lock. */
  public boolean opens(Secret secret, Lock lock) {
    if (secret instanceof Secret.OfPoint known) {
      return lock instanceof Lock.Point point && known.scalar().opens(point.point(), nightjar);
    }
    return lock instanceof Lock.Hash hash
        && ((Secret.OfHash) secret).preimage().hash(nightjar.primitives()).equals(hash.hash());
  }

  /** The pre-signature for what this end adds; empty for an HTLC. */
  Optional<Presignature> presign(ChannelId channel, Htlc added) {
    if (keys == null) {
      return Optional.empty();
    }
    PublicKey own = nightjar.publicKey(keys.own());
    return Optional.of(
        Presignature.of(
            adaptors().presign(keys.own(), point(added), claim(channel, own, added), null)));
  }

  /** Whether what the peer added can be claimed on chain. */
  boolean isClaimable(ChannelId channel, Htlc received) {
    return keys == null
        || received.presignature().isPresent()
            && adaptors()
                .verify(
                    received.presignature().get().toBytes(),
                    keys.peer().toXOnly(),
                    point(received),
                    claim(channel, keys.peer(), received));
  }

  /**
   * The claim on chain of something that the peer added.
   *
   * @param secret that opens it
   * @throws IllegalStateException if the finished signature is not valid: never, if the
   *     pre-signature was verified
   */
  Witness witness(ChannelId channel, Htlc received, Secret secret) {
    if (secret instanceof Secret.OfHash known) {
      return new Witness.Revealed(known.preimage());
    }
    PublicKey adder = keys().peer();
    try (SecretKey scalar = ((Secret.OfPoint) secret).scalar().toSecretKey()) {
      byte[] presignature = received.presignature().orElseThrow().toBytes();
      SchnorrSignature signature =
          SchnorrSignature.of(adaptors().adapt(presignature, scalar).orElseThrow());
      if (!nightjar.verify(adder.toXOnly(), claim(channel, adder, received), signature)) {
        throw new IllegalStateException("a pre-signature that was verified gives no signature");
      }
      return new Witness.Signed(signature);
    }
  }

  /** What both ends read in a claim on chain; empty if it is none of this lock. */
  Optional<Secret> read(Htlc claimed, Witness witness) {
    if (witness instanceof Witness.Revealed revealed) {
      return Optional.of(new Secret.OfHash(revealed.preimage()));
    }
    byte[] presignature = claimed.presignature().orElseThrow().toBytes();
    byte[] signature = ((Witness.Signed) witness).signature().toBytes();
    Optional<SecretKey> extracted = adaptors().extract(presignature, signature, point(claimed));
    return extracted.map(
        scalar -> {
          try (scalar) {
            return new Secret.OfPoint(Scalar.of(scalar));
          }
        });
  }

  private AdaptorSignatures adaptors() {
    return nightjar.experimental().schnorrAdaptors();
  }

  private Keys keys() {
    if (keys == null) {
      throw new IllegalStateException("a channel for HTLCs has no keys for PTLCs");
    }
    return keys;
  }

  private static PublicKey point(Htlc ptlc) {
    return ((Lock.Point) ptlc.lock()).point();
  }

  private byte[] claim(ChannelId channel, PublicKey adder, Htlc ptlc) {
    return nightjar
        .primitives()
        .sha256(
            new WireWriter()
                .bytes(TAG)
                .bytes(channel.toBytes())
                .bytes(adder.toBytes())
                .u64(ptlc.id())
                .u64(ptlc.amountMsat())
                .u64(ptlc.cltvExpiry())
                .bytes(point(ptlc).toBytes())
                .toBytes());
  }
}
