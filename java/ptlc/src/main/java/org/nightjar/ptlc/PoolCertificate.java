package org.nightjar.ptlc;

import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What the offer's issuer signs about a pool of nonces, so that a payer knows whom to blame for bad
 * ones. {@link #LENGTH} bytes; the signature is BIP340's, of the tagged hash of what is before it.
 *
 * <pre>
 * u8 version = 1 | chain 32 | offer 32 | payee 32 | epoch 16 | u16 nu | u16 q | u32 count
 * | u64 not before | u64 not after | Merkle root 32 | signature 64
 * </pre>
 *
 * @param notBefore seconds since 1970, unsigned: no message of the epoch is older
 * @param notAfter seconds since 1970, unsigned: nothing is issued, and nothing paid, later
 */
public record PoolCertificate(
    ChainHash chain,
    OfferId offer,
    XOnlyKey payee,
    EpochId epoch,
    PoolParameters parameters,
    long notBefore,
    long notAfter,
    Hash32 root,
    SchnorrSignature signature) {
  /** Length in bytes. */
  public static final int LENGTH = 233;

  private static final int VERSION = 1;

  /**
   * Signs for a pool.
   *
   * @param issuerKey of the offer
   * @throws IllegalArgumentException if the key is invalid, or not the offer's issuer
   */
  static PoolCertificate sign(
      Nightjar nightjar,
      SecretKey issuerKey,
      OfferTerms offer,
      EpochId epoch,
      PoolParameters parameters,
      Validity validity,
      Hash32 root) {
    if (!XOnlyKey.of(nightjar, issuerKey).equals(offer.issuer())) {
      throw new IllegalArgumentException("the key is not the offer's issuer's");
    }
    PoolCertificate unsigned =
        new PoolCertificate(
            offer.chain(),
            offer.offer(),
            offer.payee(),
            epoch,
            parameters,
            validity.notBefore(),
            validity.notAfter(),
            root,
            SchnorrSignature.of(new byte[SchnorrSignature.LENGTH]));
    return unsigned.with(nightjar.sign(issuerKey, unsigned.hash(nightjar).raw(), null));
  }

  private PoolCertificate with(SchnorrSignature other) {
    return new PoolCertificate(
        chain, offer, payee, epoch, parameters, notBefore, notAfter, root, other);
  }

  private byte[] said() {
    return new WireWriter()
        .u8(VERSION)
        .bytes(chain.toBytes())
        .bytes(offer.raw())
        .bytes(payee.raw())
        .bytes(epoch.raw())
        .u16(parameters.nu())
        .u16(parameters.q())
        .u32(parameters.count())
        .u64(notBefore)
        .u64(notAfter)
        .bytes(root.raw())
        .toBytes();
  }

  /** What the signature signs. */
  private Hash32 hash(Nightjar nightjar) {
    return Hashing.POOL_CERTIFICATE.of(nightjar, said());
  }

  /** The {@link #LENGTH} bytes. */
  public byte[] encode() {
    return new WireWriter().bytes(said()).bytes(signature.toBytes()).toBytes();
  }

  /**
   * Reads a peer's certificate; {@link #verify} judges it.
   *
   * @throws RefusalException if length or version are others, or the parameters are not safe
   */
  public static PoolCertificate decode(byte[] bytes) throws RefusalException {
    RefusalException.refuseIf(bytes.length != LENGTH, Refusal.ERR_LENGTH);
    try {
      return read(new WireReader(bytes));
    } catch (WireException e) {
      throw new RefusalException(Refusal.ERR_LENGTH);
    }
  }

  static PoolCertificate read(WireReader reader) throws WireException, RefusalException {
    RefusalException.refuseIf(reader.u8() != VERSION, Refusal.ERR_VERSION);
    ChainHash chain = ChainHash.read(reader);
    OfferId offer = OfferId.of(reader.bytes(OfferId.LENGTH));
    XOnlyKey payee = XOnlyKey.of(reader.bytes(XOnlyKey.LENGTH));
    EpochId epoch = EpochId.of(reader.bytes(EpochId.LENGTH));
    int nu = reader.u16();
    int q = reader.u16();
    long count = reader.u32();
    RefusalException.refuseIf(!PoolParameters.areSafe(nu, q, count), Refusal.ERR_PARAMETERS);
    return new PoolCertificate(
        chain,
        offer,
        payee,
        epoch,
        new PoolParameters(nu, q, count),
        reader.u64(),
        reader.u64(),
        Hash32.of(reader.bytes(Hash32.LENGTH)),
        SchnorrSignature.of(reader.bytes(SchnorrSignature.LENGTH)));
  }

  /** Whether this key signed it. */
  public boolean verify(Nightjar nightjar, XOnlyKey issuer) {
    return nightjar.verify(issuer.raw(), hash(nightjar).raw(), signature);
  }

  /**
   * Checks that this is a certificate of an offer, and that its time is now.
   *
   * @param now seconds since 1970
   */
  void check(Nightjar nightjar, OfferTerms terms, long now) throws RefusalException {
    RefusalException.refuseIf(!chain.equals(terms.chain()), Refusal.ERR_CHAIN);
    RefusalException.refuseIf(!offer.equals(terms.offer()), Refusal.ERR_OFFER);
    RefusalException.refuseIf(!payee.equals(terms.payee()), Refusal.ERR_PAYEE_KEY);
    RefusalException.refuseIf(!verify(nightjar, terms.issuer()), Refusal.ERR_CERTIFICATE);
    Optional<Refusal> untimely = untimely(now);
    if (untimely.isPresent()) {
      throw new RefusalException(untimely.get());
    }
  }

  /** Why it is not good at a time, in seconds since 1970; empty if it is. */
  Optional<Refusal> untimely(long now) {
    if (Long.compareUnsigned(now, notBefore) < 0) {
      return Optional.of(Refusal.ERR_TIME_FUTURE);
    }
    return Long.compareUnsigned(notAfter, now) < 0
        ? Optional.of(Refusal.ERR_EXPIRED)
        : Optional.empty();
  }
}
