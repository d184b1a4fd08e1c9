package org.nightjar.ptlc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.ReusableInvoices;
import org.nightjar.SecretKey;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * The nonce points of an epoch with their certificate: what a recipient uploads to its LSP before
 * it goes to sleep. Public. The upload is the certificate, then all points by index. Immutable.
 */
public final class NoncePool {
  private static final int CHUNK = 256;

  private final PoolCertificate certificate;
  private final byte[] points;

  private NoncePool(PoolCertificate certificate, byte[] points) {
    this.certificate = certificate;
    this.points = points;
  }

  /**
   * Makes the pool of an epoch. It can be made again from the same secrets.
   *
   * @param receiptSecret of the offer's payee
   * @param issuerKey of the offer's issuer
   * @param progress is told from time to time how many indices are made, from 0 to all
   * @throws IllegalArgumentException if a key is not the offer's
   */
  public static NoncePool create(
      Nightjar nightjar,
      OfferTerms offer,
      SecretKey receiptSecret,
      SecretKey issuerKey,
      EpochSecret epochSecret,
      PoolParameters parameters,
      Validity validity,
      LongConsumer progress) {
    if (!XOnlyKey.of(nightjar, receiptSecret).equals(offer.payee())) {
      throw new IllegalArgumentException("the receipt secret is not the offer's payee's");
    }
    ReusableInvoices arithmetic = nightjar.experimental().reusableInvoices();
    EpochId epoch = epochSecret.id(nightjar);
    int nu = parameters.nu();
    WireWriter points = new WireWriter();
    List<Hash32> leaves = new ArrayList<>();
    for (long first = 0; first < parameters.count(); first += CHUNK) {
      progress.accept(first);
      int count = (int) Math.min(CHUNK, parameters.count() - first);
      List<PublicKey> nonces =
          arithmetic.nonces(epochSecret.raw(), receiptSecret, (int) first, count, nu);
      nonces.forEach(nonce -> points.bytes(nonce.toBytes()));
      for (int i = 0; i < count; i++) {
        List<PublicKey> own = nonces.subList(i * nu, (i + 1) * nu);
        leaves.add(new NonceTuple(epoch, first + i, own).leaf(nightjar));
      }
    }
    progress.accept(parameters.count());
    Hash32 root = new MerkleTree(nightjar, leaves).root();
    PoolCertificate certificate =
        PoolCertificate.sign(nightjar, issuerKey, offer, epoch, parameters, validity, root);
    return new NoncePool(certificate, points.toBytes());
  }

  /** The upload: certificate and points. */
  public byte[] encode() {
    return new WireWriter().bytes(certificate.encode()).bytes(points).toBytes();
  }

  /**
   * Reads an upload; {@link Issuer#upload} judges it.
   *
   * @throws RefusalException if it is cut short or too long, or the parameters are not safe
   */
  public static NoncePool decode(byte[] bytes) throws RefusalException {
    WireReader reader = new WireReader(bytes);
    try {
      RefusalException.refuseIf(bytes.length < PoolCertificate.LENGTH, Refusal.ERR_LENGTH);
      PoolCertificate certificate = PoolCertificate.read(reader);
      PoolParameters parameters = certificate.parameters();
      RefusalException.refuseIf(
          reader.remaining() != parameters.count() * parameters.nu() * PublicKey.LENGTH,
          Refusal.ERR_LENGTH);
      return new NoncePool(certificate, reader.rest());
    } catch (WireException e) {
      throw new RefusalException(Refusal.ERR_LENGTH);
    }
  }

  public PoolCertificate certificate() {
    return certificate;
  }

  /**
   * The nonces of an index.
   *
   * @param index below the certificate's count
   * @throws RefusalException if one of them starts with neither 02 nor 03
   */
  public NonceTuple tuple(long index) throws RefusalException {
    int length = certificate.parameters().nu() * PublicKey.LENGTH;
    int from = Math.toIntExact(index * length);
    return NonceTuple.of(
        certificate.epoch(), index, Arrays.copyOfRange(points, from, from + length));
  }

  /** Checks every tuple, and all of them against the certificate's root. */
  void check(Nightjar nightjar) throws RefusalException {
    for (long index = 0; index < certificate.parameters().count(); index++) {
      RefusalException.refuseIf(
          !tuple(index).isSound(nightjar, certificate.payee()), Refusal.ERR_NONCE);
    }
    RefusalException.refuseIf(
        !tree(nightjar).root().equals(certificate.root()), Refusal.ERR_MERKLE_ROOT);
  }

  /** The Merkle tree over all tuples. */
  MerkleTree tree(Nightjar nightjar) throws RefusalException {
    List<Hash32> leaves = new ArrayList<>();
    for (long index = 0; index < certificate.parameters().count(); index++) {
      leaves.add(tuple(index).leaf(nightjar));
    }
    return new MerkleTree(nightjar, leaves);
  }
}
