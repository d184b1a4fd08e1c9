package org.nightjar.ptlc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What an LSP gives a payer: an index's nonces with all that shows that they are the recipient's,
 * and that they are for this payer. {@link Payer#check} judges it.
 *
 * <pre>
 * certificate 233 | u32 index | nu nonces of 33 | u8 length | Merkle path of 32 each | statement 156
 * </pre>
 *
 * @param path from below; not longer than the certificate's tree is high
 * @param statement of a pool; a basket is issued to everybody, so there is none
 */
public record IssuedTuple(
    PoolCertificate certificate,
    NonceTuple tuple,
    List<Hash32> path,
    Optional<IssueStatement> statement) {
  /** Keeps a copy of the path. */
  public IssuedTuple {
    path = List.copyOf(path);
  }

  /** The encoding. */
  public byte[] encode() {
    WireWriter writer = new WireWriter().bytes(certificate.encode()).u32(tuple.index());
    tuple.nonces().forEach(nonce -> writer.bytes(nonce.toBytes()));
    writer.u8(path.size());
    path.forEach(sibling -> writer.bytes(sibling.raw()));
    statement.ifPresent(said -> writer.bytes(said.encode()));
    return writer.toBytes();
  }

  /**
   * Reads what an LSP sent.
   *
   * @throws RefusalException if it is cut short or too long, or the parameters are not safe
   */
  public static IssuedTuple decode(byte[] bytes) throws RefusalException {
    WireReader reader = new WireReader(bytes);
    try {
      PoolCertificate certificate = PoolCertificate.read(reader);
      long index = reader.u32();
      byte[] points = reader.bytes((long) certificate.parameters().nu() * PublicKey.LENGTH);
      NonceTuple tuple = NonceTuple.of(certificate.epoch(), index, points);
      List<Hash32> path = new ArrayList<>();
      for (int left = reader.u8(); left > 0; left--) {
        path.add(Hash32.of(reader.bytes(Hash32.LENGTH)));
      }
      Optional<IssueStatement> statement =
          certificate.parameters().isBasket()
              ? Optional.empty()
              : Optional.of(IssueStatement.read(reader));
      reader.expectEnd();
      return new IssuedTuple(certificate, tuple, path, statement);
    } catch (WireException e) {
      throw new RefusalException(Refusal.ERR_LENGTH);
    }
  }
}
