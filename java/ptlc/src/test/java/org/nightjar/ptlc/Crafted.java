package org.nightjar.ptlc;

import static org.nightjar.ptlc.World.ISSUER_KEY;
import static org.nightjar.ptlc.World.NIGHTJAR;
import static org.nightjar.ptlc.World.OFFER;

import java.util.ArrayList;
import java.util.List;
import org.nightjar.PublicKey;
import org.nightjar.wire.WireWriter;

/** Pools that no recipient makes, signed all the same. */
final class Crafted {
  private Crafted() {}

  /** A pool of one index with these nonces. */
  static NoncePool pool(EpochId epoch, List<PublicKey> nonces) throws RefusalException {
    PoolParameters parameters = new PoolParameters(nonces.size(), 1, 1);
    Hash32 leaf = new NonceTuple(epoch, 0, nonces).leaf(NIGHTJAR);
    PoolCertificate certificate =
        PoolCertificate.sign(NIGHTJAR, ISSUER_KEY, OFFER, epoch, parameters, World.VALIDITY, leaf);
    WireWriter upload = new WireWriter().bytes(certificate.encode());
    nonces.forEach(nonce -> upload.bytes(nonce.toBytes()));
    return NoncePool.decode(upload.toBytes());
  }

  /** Pairs of nonces that are not sound, and why. */
  static List<List<PublicKey>> unsound() {
    PublicKey good = NIGHTJAR.publicKey(World.secret("nonce"));
    byte[] negative = good.toBytes();
    negative[0] ^= 1;
    byte[] payee = new byte[33];
    payee[0] = 2;
    System.arraycopy(OFFER.payee().toBytes(), 0, payee, 1, 32);
    byte[] odd = payee.clone();
    odd[0] = 3;
    byte[] none = new byte[33];
    none[0] = 2;
    List<List<PublicKey>> pairs = new ArrayList<>();
    pairs.add(List.of(good, good));
    for (byte[] bad : List.of(negative, payee, odd, none)) {
      pairs.add(List.of(good, PublicKey.of(bad)));
      pairs.add(List.of(PublicKey.of(bad), good));
    }
    return pairs;
  }
}
