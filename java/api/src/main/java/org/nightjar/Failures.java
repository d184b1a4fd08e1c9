package org.nightjar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Status;

/**
 * Failures on their way back to the sender, and attribution data of failures and fulfilments (BOLT
 * 4 "Returning Errors"). Reach it through {@link Nightjar#failures}. Safe for many threads. Shared
 * secrets meet only constant-time code with a native provider.
 */
public final class Failures {
  /** Hops that {@link #decrypt} tries at the most. */
  public static final int MAX_HOPS = 1024;

  private static final byte[] FULFILLED = new byte[0];
  private static final long MAX_HOLD_TIME = 0xffff_ffffL;

  private final Backend backend;

  Failures(Backend backend) {
    this.backend = backend;
  }

  /**
   * Makes the failure that an erring node answers with, under its own layer: 292 bytes, or more for
   * a longer message.
   *
   * @param sharedSecret from peeling the onion
   * @param message failure code, data, TLV stream (BOLT 4 "Failure Messages")
   * @throws IllegalArgumentException if the message does not fit a Lightning message
   */
  public FailurePacket create(SharedSecret sharedSecret, byte[] message) {
    return create(sharedSecret, message, usualLength(message));
  }

  /**
   * As {@link #create(SharedSecret, byte[])}, padded to another length.
   *
   * @param length of the packet, {@link FailurePacket#MIN_LENGTH} to {@link
   *     FailurePacket#MAX_LENGTH}
   * @throws IllegalArgumentException if the length is out of range or the message does not fit it
   */
  public FailurePacket create(SharedSecret sharedSecret, byte[] message, int length) {
    byte[] packet = plain(sharedSecret, message, length);
    Errors.check(backend.failureWrap(packet, sharedSecret.raw()));
    return FailurePacket.view(packet);
  }

  private static int usualLength(byte[] message) {
    return Math.max(FailurePacket.MIN_LENGTH, FailurePacket.OVERHEAD + message.length);
  }

  private byte[] plain(SharedSecret sharedSecret, byte[] message, int length) {
    if (length < FailurePacket.MIN_LENGTH
        || length > FailurePacket.MAX_LENGTH
        || message.length > length - FailurePacket.OVERHEAD) {
      throw new IllegalArgumentException(
          "a failure packet of "
              + length
              + " bytes: it has "
              + FailurePacket.MIN_LENGTH
              + " to "
              + FailurePacket.MAX_LENGTH
              + ", and "
              + FailurePacket.OVERHEAD
              + " more than its message of "
              + message.length);
    }
    byte[] packet = new byte[length];
    Errors.check(backend.failureCreate(packet, sharedSecret.raw(), message));
    return packet;
  }

  /**
   * Adds a node's layer to a failure from downstream.
   *
   * @param packet what the peer sent
   * @param sharedSecret from peeling the onion
   */
  public FailurePacket wrap(FailurePacket packet, SharedSecret sharedSecret) {
    byte[] bytes = packet.toBytes();
    Errors.check(backend.failureWrap(bytes, sharedSecret.raw()));
    return FailurePacket.view(bytes);
  }

  /**
   * Finds, at the sender, which hop failed and what it said. The time that it takes does not depend
   * on the hop.
   *
   * @param packet what the first hop sent
   * @param sharedSecrets of the route, first hop first: those of {@link BuiltOnion}
   * @return nothing if no hop of the route made this packet
   * @throws IllegalArgumentException if there is no shared secret, or more than 1024
   */
  public Optional<FailureOrigin> decrypt(FailurePacket packet, List<SharedSecret> sharedSecrets) {
    byte[] secrets = concat(sharedSecrets, MAX_HOPS);
    byte[] failure = new byte[packet.length()];
    int[] found = new int[2];
    int status = backend.failureDecrypt(failure, found, packet.raw(), secrets);
    Arrays.fill(secrets, (byte) 0);
    if (status == Status.PEER_FAILURE) {
      return Optional.empty();
    }
    Errors.check(status);
    return Optional.of(new FailureOrigin(found[1], Arrays.copyOf(failure, found[0])));
  }

  private static byte[] concat(List<SharedSecret> sharedSecrets, int max) {
    if (sharedSecrets.isEmpty() || sharedSecrets.size() > max) {
      throw new IllegalArgumentException(
          sharedSecrets.size() + " shared secrets, 1 to " + max + " are allowed");
    }
    byte[] all = new byte[sharedSecrets.size() * SharedSecret.LENGTH];
    int at = 0;
    for (SharedSecret secret : sharedSecrets) {
      System.arraycopy(secret.raw(), 0, all, at, SharedSecret.LENGTH);
      at += SharedSecret.LENGTH;
    }
    return all;
  }

  /**
   * As {@link #create(SharedSecret, byte[])}, with attribution data.
   *
   * @param holdTime since the HTLC came, in units of 100 ms
   * @throws IllegalArgumentException if the message does not fit, or the hold time is not in 0 ..
   *     2^32 - 1
   */
  public AttributedFailure createAttributed(
      SharedSecret sharedSecret, byte[] message, long holdTime) {
    return createAttributed(sharedSecret, message, usualLength(message), holdTime);
  }

  /**
   * As {@link #create(SharedSecret, byte[], int)}, with attribution data.
   *
   * @param holdTime since the HTLC came, in units of 100 ms
   * @throws IllegalArgumentException if the length is out of range, the message does not fit it, or
   *     the hold time is not in 0 .. 2^32 - 1
   */
  public AttributedFailure createAttributed(
      SharedSecret sharedSecret, byte[] message, int length, long holdTime) {
    byte[] packet = plain(sharedSecret, message, length);
    return new AttributedFailure(
        FailurePacket.view(packet), attribute(null, packet, sharedSecret, holdTime));
  }

  /**
   * Adds a node's layer to a failure from downstream and to its attribution data.
   *
   * @param packet what the peer sent
   * @param downstream what came with it, or null: then attribution starts at this node
   * @param sharedSecret from peeling the onion
   * @param holdTime since the HTLC came, in units of 100 ms
   * @throws IllegalArgumentException if the hold time is not in 0 .. 2^32 - 1
   */
  public AttributedFailure wrapAttributed(
      FailurePacket packet,
      @Nullable AttributionData downstream,
      SharedSecret sharedSecret,
      long holdTime) {
    byte[] bytes = packet.toBytes();
    AttributionData attribution = attribute(downstream, bytes, sharedSecret, holdTime);
    return new AttributedFailure(FailurePacket.view(bytes), attribution);
  }

  /**
   * The attribution data that a node sends with a fulfilment.
   *
   * @param downstream what came from the next node, or null: at the final node, or if none came
   * @param sharedSecret from peeling the onion
   * @param holdTime since the HTLC came, in units of 100 ms
   * @throws IllegalArgumentException if the hold time is not in 0 .. 2^32 - 1
   */
  public AttributionData wrapFulfilment(
      @Nullable AttributionData downstream, SharedSecret sharedSecret, long holdTime) {
    return attribute(downstream, FULFILLED, sharedSecret, holdTime);
  }

  private AttributionData attribute(
      @Nullable AttributionData downstream, byte[] packet, SharedSecret secret, long holdTime) {
    if (holdTime < 0 || holdTime > MAX_HOLD_TIME) {
      throw new IllegalArgumentException(
          "hold time is " + holdTime + ", must be 0 to " + MAX_HOLD_TIME + " times 100 ms");
    }
    byte[] attribution =
        downstream == null ? new byte[AttributionData.LENGTH] : downstream.toBytes();
    Errors.check(backend.attributionWrap(attribution, packet, secret.raw(), (int) holdTime));
    return AttributionData.view(attribution);
  }

  /**
   * Finds, at the sender, which hop failed, what it said, and how long every hop held the HTLC.
   *
   * @param packet what the first hop sent
   * @param attribution what came with it
   * @param sharedSecrets of the hops that attribute, first hop first: those before a blinded path
   * @throws IllegalArgumentException if there is no shared secret, or more than 20
   */
  public DecryptedFailure decryptAttributed(
      FailurePacket packet, AttributionData attribution, List<SharedSecret> sharedSecrets) {
    List<Long> units = holdTimes(attribution, packet.raw(), sharedSecrets);
    return DecryptedFailure.of(decrypt(packet, sharedSecrets), units, 0, sharedSecrets.size());
  }

  /**
   * Reads, at the sender, how long every hop held a fulfilled HTLC.
   *
   * @param attribution what the first hop sent
   * @param sharedSecrets of the hops that attribute, first hop first: those before a blinded path
   * @throws IllegalArgumentException if there is no shared secret, or more than 20
   */
  public HoldTimes decryptFulfilment(
      AttributionData attribution, List<SharedSecret> sharedSecrets) {
    List<Long> units = holdTimes(attribution, FULFILLED, sharedSecrets);
    boolean complete = units.size() == sharedSecrets.size();
    return new HoldTimes(units, complete ? OptionalInt.empty() : OptionalInt.of(units.size()));
  }

  /** Those of the first hops, as far as the HMACs hold. */
  private List<Long> holdTimes(
      AttributionData attribution, byte[] packet, List<SharedSecret> sharedSecrets) {
    byte[] secrets = concat(sharedSecrets, AttributionData.MAX_HOPS);
    int[] holdTimes = new int[sharedSecrets.size()];
    int[] verified = new int[1];
    int status =
        backend.attributionDecrypt(holdTimes, verified, attribution.raw(), packet, secrets);
    Arrays.fill(secrets, (byte) 0);
    Errors.check(status);
    List<Long> units = new ArrayList<>();
    for (int i = 0; i < verified[0]; i++) {
      units.add(Integer.toUnsignedLong(holdTimes[i]));
    }
    return units;
  }
}
