package org.nightjar;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;
import org.nightjar.spi.Status;

/**
 * Onions, keys and signatures. One instance serves a whole application and any number of threads.
 *
 * <p>Arguments that break a method's contract give {@link IllegalArgumentException} (or {@link
 * NullPointerException} for null); what a peer sent is never an exception but a value, {@link
 * Peeled.Rejected}; {@link NightjarException} means that the machine or the library is at fault.
 * With a native provider secret keys meet only constant-time code; with Bouncy Castle they do not.
 */
public final class Nightjar {
  static final int ASSOC_MAX_LENGTH = 65535;

  private final Backend backend;
  private final Diagnostics diagnostics;
  private final Primitives primitives;
  private final Failures failures;
  private final BlindedPaths blindedPaths;
  private final Trampoline trampoline;
  private final Experimental experimental;

  Nightjar(Backend backend, Diagnostics diagnostics) {
    this.backend = backend;
    this.diagnostics = diagnostics;
    this.primitives = new Primitives(backend);
    this.failures = new Failures(backend);
    this.blindedPaths = new BlindedPaths(backend);
    this.trampoline = new Trampoline(this);
    this.experimental = new Experimental(backend);
  }

  /**
   * Opens the best provider of this machine: JNI, else Bouncy Castle, which is logged. The system
   * property {@code nightjar.provider} (jni, jna or bc) names one instead.
   *
   * @throws NightjarException if no provider can be used
   */
  public static Nightjar open() {
    return Providers.open();
  }

  /**
   * Opens the provider with this id, and no other.
   *
   * @throws NightjarException if it is not there or cannot be used; the message says why and what
   *     to do
   */
  public static Nightjar open(String providerId) {
    return Providers.open(Objects.requireNonNull(providerId, "providerId"));
  }

  /**
   * Opens the best provider with this requirement, and never falls back.
   *
   * @throws NightjarException if none can be used; the message says why and what to do
   */
  public static Nightjar require(Requirement requirement) {
    return Providers.require(Objects.requireNonNull(requirement, "requirement"));
  }

  /**
   * Opens a provider that the caller constructed.
   *
   * @throws ProviderUnavailableException if this machine cannot use it
   */
  public static Nightjar of(Provider provider) throws ProviderUnavailableException {
    return Providers.open(provider, List.of());
  }

  /** What may change with any version, and nobody outside has reviewed. */
  public Experimental experimental() {
    return experimental;
  }

  public Diagnostics diagnostics() {
    return diagnostics;
  }

  /** Hashes, ciphers and key derivation. */
  public Primitives primitives() {
    return primitives;
  }

  /** Failure packets and attribution data. */
  public Failures failures() {
    return failures;
  }

  /** Onions inside onions. */
  public Trampoline trampoline() {
    return trampoline;
  }

  /** Blinded paths. */
  public BlindedPaths blindedPaths() {
    return blindedPaths;
  }

  /**
   * Runs the known answers of every function.
   *
   * @throws NightjarException if one is wrong: do not use this provider on this machine
   */
  public void selftest() {
    if (backend.selftest() != Status.OK) {
      throw new NightjarException(
          "self-test of provider "
              + diagnostics.providerId()
              + " failed: do not use it on this machine");
    }
  }

  /** Whether a secret key lies in 1 .. group order - 1. */
  public boolean isValid(SecretKey secretKey) {
    return Errors.isOk(backend.secretKeyCheck(secretKey.raw()), Status.ERR_SECRET_KEY);
  }

  /** Whether a public key is a point of secp256k1. */
  public boolean isValid(PublicKey publicKey) {
    return Errors.isOk(backend.publicKeyCheck(publicKey.raw()), Status.ERR_PUBLIC_KEY);
  }

  /**
   * The public key of a secret key.
   *
   * @throws IllegalArgumentException if the secret key is not valid
   */
  public PublicKey publicKey(SecretKey secretKey) {
    byte[] out = new byte[PublicKey.LENGTH];
    Errors.check(backend.publicKeyCreate(out, secretKey.raw()));
    return PublicKey.of(out);
  }

  /**
   * SHA256 of the compressed product of a secret and a public key (BOLT 4 "Shared Secret").
   *
   * @throws IllegalArgumentException if a key is not valid
   */
  public SharedSecret ecdh(SecretKey secretKey, PublicKey publicKey) {
    byte[] out = new byte[SharedSecret.LENGTH];
    Errors.check(backend.ecdh(out, secretKey.raw(), publicKey.raw()));
    return SharedSecret.of(out);
  }

  /**
   * Prepares a long-lived key for peeling. Close it to wipe it.
   *
   * @throws IllegalArgumentException if the secret key is not valid
   */
  public NodeKey nodeKey(SecretKey secretKey) {
    PublicKey publicKey = publicKey(secretKey);
    long handle = backend.keyOpen(secretKey.raw());
    if (handle == 0) {
      throw Errors.of(Status.ERR_SECRET_KEY);
    }
    return new NodeKey(backend, handle, publicKey);
  }

  /**
   * Builds a payment onion: 1366 bytes (BOLT 4 "Onion Construction").
   *
   * @param sessionKey fresh for every onion
   * @param hops the route, first hop first
   * @param assoc the payment hash
   * @throws IllegalArgumentException if a key is not valid or the payloads do not fit
   */
  public BuiltOnion buildPaymentOnion(SecretKey sessionKey, List<Hop> hops, byte[] assoc) {
    return buildOnion(sessionKey, hops, assoc, OnionPacket.PAYMENT_PAYLOADS_LENGTH);
  }

  /**
   * Builds an onion of any size (BOLT 4 "Onion Construction").
   *
   * @param sessionKey fresh for every onion
   * @param hops the route, first hop first
   * @param assoc the payment hash for a payment, nothing for an onion message
   * @param payloadsLength room for the hop payloads: 1300 for a payment, 1300 or 32768 for an onion
   *     message
   * @throws IllegalArgumentException if a key is not valid, the payloads do not fit, or the
   *     associated data are longer than 65535 bytes
   */
  public BuiltOnion buildOnion(
      SecretKey sessionKey, List<Hop> hops, byte[] assoc, int payloadsLength) {
    checkAssoc(assoc);
    checkRoom(hops, checkPayloadsLength(payloadsLength));
    byte[] nodes = new byte[hops.size() * PublicKey.LENGTH];
    int[] lengths = hops.stream().mapToInt(hop -> hop.rawPayload().length).toArray();
    byte[] payloads = new byte[Arrays.stream(lengths).sum()];
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      System.arraycopy(hops.get(i).node().raw(), 0, nodes, i * PublicKey.LENGTH, PublicKey.LENGTH);
      System.arraycopy(hops.get(i).rawPayload(), 0, payloads, at, lengths[i]);
      at += lengths[i];
    }
    byte[] onion = new byte[OnionPacket.OVERHEAD + payloadsLength];
    byte[] secrets = new byte[hops.size() * SharedSecret.LENGTH];
    Errors.check(
        backend.onionBuild(onion, secrets, sessionKey.raw(), nodes, payloads, lengths, assoc));
    return BuiltOnion.of(onion, secrets);
  }

  private static void checkAssoc(byte[] assoc) {
    if (assoc.length > ASSOC_MAX_LENGTH) {
      throw new IllegalArgumentException(
          "associated data have "
              + assoc.length
              + " bytes, at most "
              + ASSOC_MAX_LENGTH
              + " are allowed");
    }
  }

  /** Gives the room for hop payloads if a packet can have it. */
  static int checkPayloadsLength(int payloadsLength) {
    int max = OnionPacket.MAX_LENGTH - OnionPacket.OVERHEAD;
    if (payloadsLength < OnionPacket.MIN_LENGTH - OnionPacket.OVERHEAD || payloadsLength > max) {
      throw new IllegalArgumentException(
          "hop payloads of " + payloadsLength + " bytes: a packet has room for 35 to " + max);
    }
    return payloadsLength;
  }

  static void checkRoom(List<Hop> hops, int payloadsLength) {
    if (hops.isEmpty()) {
      throw new IllegalArgumentException("an onion needs at least one hop");
    }
    long room = hops.stream().mapToLong(Hop::packetRoom).sum();
    if (room > payloadsLength) {
      throw new IllegalArgumentException(
          "the hops need " + room + " bytes, the packet has room for " + payloadsLength);
    }
  }

  /**
   * Peels one layer off a packet without a path key; see {@link #peel(NodeKey, OnionPacket, byte[],
   * PublicKey)}.
   */
  public Peeled peel(NodeKey key, OnionPacket packet, byte[] assoc) {
    return peel(key, packet, assoc, null);
  }

  /**
   * Peels one layer off a packet (BOLT 4 "Onion Decryption"). Replay is the caller's to check.
   *
   * @param key this node's key
   * @param packet what the peer sent
   * @param assoc the payment hash for a payment, nothing for an onion message
   * @param pathKey the path key that came with the packet on a blinded route, or null
   * @return the payload and the next packet, or why the packet is refused
   * @throws IllegalStateException if the key is closed
   * @throws IllegalArgumentException if the associated data are longer than 65535 bytes
   */
  public Peeled peel(NodeKey key, OnionPacket packet, byte[] assoc, @Nullable PublicKey pathKey) {
    checkAssoc(assoc);
    int length = packet.length();
    if (length < OnionPacket.MIN_LENGTH || length > OnionPacket.MAX_LENGTH) {
      return PeelAnswer.wrongLength(pathKey != null);
    }
    long handle = key.acquire(backend);
    try {
      byte[] layout =
          backend.onionPeel(
              handle,
              packet.raw(),
              packet.rawOffset(),
              length,
              assoc,
              pathKey == null ? null : pathKey.raw());
      return PeelAnswer.read(primitives, layout, length, pathKey != null);
    } finally {
      key.release();
    }
  }

  /**
   * A reusable batch for packets of one length.
   *
   * @param capacity packets it can hold, 1 to 65536
   * @param onionLength length of each packet, {@link OnionPacket#MIN_LENGTH} to {@link
   *     OnionPacket#MAX_LENGTH}
   * @param assocLength length of each packet's associated data: 32 for payments, 0 for messages
   * @throws IllegalArgumentException if a number is out of its range, or the batch would exceed 2
   *     GiB
   */
  public PeelBatch newPeelBatch(int capacity, int onionLength, int assocLength) {
    return new PeelBatch(backend, primitives, capacity, onionLength, assocLength);
  }

  /**
   * A reusable batch for packets of one length, for routes with one number of hops.
   *
   * @param capacity routes it can hold, 1 to 4096
   * @param hopCount hops of each route
   * @param payloadsLength room for the hop payloads: 1300 for a payment
   * @param assocLength length of each route's associated data: 32 for payments, 0 for messages
   * @throws IllegalArgumentException if a number is out of its range, or the batch would exceed 2
   *     GiB
   */
  public BuildBatch newBuildBatch(int capacity, int hopCount, int payloadsLength, int assocLength) {
    return new BuildBatch(backend, capacity, hopCount, payloadsLength, assocLength);
  }

  /**
   * A reusable batch for blinded paths that are alike.
   *
   * @param capacity paths it can hold, 1 to 65536
   * @param dataLengths length of the data of each hop, 1 to 255 of them
   * @throws IllegalArgumentException if a number is out of its range, or the batch would exceed 2
   *     GiB
   */
  public PathBatch newPathBatch(int capacity, int... dataLengths) {
    return new PathBatch(backend, capacity, dataLengths);
  }

  /**
   * A reusable batch for hops of blinded paths whose data have one length.
   *
   * @param capacity hops it can hold, 1 to 65536
   * @param encryptedLength length of each hop's {@code encrypted_recipient_data}, 16 to 65535
   * @throws IllegalArgumentException if a number is out of its range, or the batch would exceed 2
   *     GiB
   */
  public UnblindBatch newUnblindBatch(int capacity, int encryptedLength) {
    return new UnblindBatch(backend, capacity, encryptedLength);
  }

  /**
   * A reusable batch for shared secrets.
   *
   * @param capacity pairs of keys it can hold, 1 to 65536
   * @throws IllegalArgumentException if the capacity is out of its range
   */
  public EcdhBatch newEcdhBatch(int capacity) {
    return new EcdhBatch(backend, capacity);
  }

  /**
   * A reusable batch for public keys.
   *
   * @param capacity keys it can hold, 1 to 65536
   * @throws IllegalArgumentException if the capacity is out of its range
   */
  public PublicKeyBatch newPublicKeyBatch(int capacity) {
    return new PublicKeyBatch(backend, capacity);
  }

  /**
   * A reusable batch for signatures of messages of one length.
   *
   * @param capacity signatures it can hold, 1 to 65536
   * @param messageLength length of each message: 32 for the hashes of BOLT 12
   * @throws IllegalArgumentException if a number is out of its range, or the batch would exceed 2
   *     GiB
   */
  public VerifyBatch newVerifyBatch(int capacity, int messageLength) {
    return new VerifyBatch(backend, capacity, messageLength);
  }

  /**
   * Signs a message of any length (BIP340).
   *
   * @param aux 32 bytes of fresh randomness, or null for none (then the signature is deterministic)
   * @throws IllegalArgumentException if the key is not valid
   */
  public SchnorrSignature sign(SecretKey secretKey, byte[] message, byte @Nullable [] aux) {
    Objects.requireNonNull(message, "message");
    if (aux != null && aux.length != 32) {
      throw new IllegalArgumentException("aux has " + aux.length + " bytes, needs 32");
    }
    byte[] out = new byte[SchnorrSignature.LENGTH];
    Errors.check(backend.schnorrSign(out, secretKey.raw(), message, aux));
    return SchnorrSignature.of(out);
  }

  /**
   * Whether a signature is valid (BIP340).
   *
   * @param publicKey 32 bytes, x-only; a value that is no point's x makes any signature invalid
   * @throws IllegalArgumentException if the public key does not have 32 bytes
   */
  public boolean verify(byte[] publicKey, byte[] message, SchnorrSignature signature) {
    Objects.requireNonNull(message, "message");
    if (publicKey.length != PublicKey.X_ONLY_LENGTH) {
      throw new IllegalArgumentException(
          "x-only public key has " + publicKey.length + " bytes, needs 32");
    }
    return Errors.isOk(
        backend.schnorrVerify(publicKey, message, signature.raw()), Status.PEER_SIGNATURE);
  }

  /**
   * Moves bytes to the provider and back, and does nothing else: what a call costs.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public void echo(byte[] out, byte[] in) {
    if (out.length != in.length) {
      throw new IllegalArgumentException("echo of " + in.length + " bytes into " + out.length);
    }
    Errors.check(backend.echo(out, in));
  }
}
