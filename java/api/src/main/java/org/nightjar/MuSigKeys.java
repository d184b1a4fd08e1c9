package org.nightjar;

import java.util.List;
import java.util.Optional;
import org.nightjar.spi.Backend;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.Status;

/**
 * EXPERIMENTAL. The signers of MuSig2 and the aggregate of their keys, perhaps tweaked. Only
 * signers of the list can sign. Immutable, and of no secret.
 */
public final class MuSigKeys {
  private static final int TWEAK_LENGTH = 32;
  private static final int MAX_SIGNERS = 65_536;

  private final Backend backend;
  private final List<PublicKey> signers;
  private final byte[] opaque;
  private final PublicKey publicKey;

  private MuSigKeys(Backend backend, List<PublicKey> signers, byte[] opaque) {
    this.backend = backend;
    this.signers = signers;
    this.opaque = opaque;
    byte[] key = new byte[PublicKey.LENGTH];
    Errors.check(backend.experimental().musigPublicKey(key, opaque));
    this.publicKey = PublicKey.of(key);
  }

  static Optional<MuSigKeys> aggregate(Backend backend, List<PublicKey> keys) {
    if (keys.isEmpty() || keys.size() > MAX_SIGNERS) {
      throw new IllegalArgumentException("MuSig2 has 1 to 65,536 signers, not " + keys.size());
    }
    byte[] opaque = new byte[ExperimentalBackend.MUSIG_OPAQUE_LENGTH];
    byte[] all = MuSig2.joined(keys.stream().map(PublicKey::raw).toList(), PublicKey.LENGTH);
    return Errors.isOk(backend.experimental().musigAggregate(opaque, all), Status.ERR_PUBLIC_KEY)
        ? Optional.of(new MuSigKeys(backend, List.copyOf(keys), opaque))
        : Optional.empty();
  }

  /**
   * These keys with their aggregate tweaked. Spec: BIP327 "ApplyTweak".
   *
   * @param tweak 32 bytes, a scalar; 0 is allowed
   * @param xonly whether the even one of the key and its negative is tweaked, as BIP341 does, and
   *     not the key itself, as BIP32 does
   * @throws IllegalArgumentException if the tweak is no scalar, or the result is infinity
   */
  public MuSigKeys tweaked(byte[] tweak, boolean xonly) {
    byte[] copy = opaque.clone();
    Errors.check(
        backend.experimental().musigTweak(copy, Bytes.copyOf(tweak, TWEAK_LENGTH, "tweak"), xonly));
    return new MuSigKeys(backend, signers, copy);
  }

  /** The aggregate; signatures are for its x-only form. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** Whose keys were aggregated, in that order. */
  public List<PublicKey> signers() {
    return signers;
  }

  boolean isSigner(PublicKey key) {
    return signers.contains(key);
  }

  void checkSigner(PublicKey key) {
    if (!isSigner(key)) {
      throw new IllegalArgumentException("the key " + key + " is none of the signers'");
    }
  }

  /** The backend's form of them; never changed. */
  byte[] raw() {
    return opaque;
  }

  /** The aggregate key, and of how many. */
  @Override
  public String toString() {
    return "MuSigKeys[" + publicKey + " of " + signers.size() + "]";
  }
}
