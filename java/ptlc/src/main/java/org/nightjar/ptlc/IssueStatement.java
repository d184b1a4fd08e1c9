package org.nightjar.ptlc;

import org.nightjar.Nightjar;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * An LSP's signed word that it gave an index to a payer. Two of them for one index and two payers
 * prove that it gave the index out twice. {@link #LENGTH} bytes; the signature is BIP340's, of the
 * tagged hash of what is before it.
 *
 * <pre>
 * offer 32 | epoch 16 | u32 index | payer commitment 32 | u64 LSP time | signature 64
 * </pre>
 *
 * @param payerCommitment {@link #commitment} of the payer's key
 * @param lspTime seconds since 1970, unsigned
 */
public record IssueStatement(
    OfferId offer,
    EpochId epoch,
    long index,
    Hash32 payerCommitment,
    long lspTime,
    SchnorrSignature signature) {
  /** Length in bytes. */
  public static final int LENGTH = 156;

  /** How a payer commits to its key: SHA256, which hides it until it pays. */
  public static Hash32 commitment(Nightjar nightjar, XOnlyKey payerKey) {
    return Hash32.of(nightjar.primitives().sha256(payerKey.raw()));
  }

  static IssueStatement sign(
      Nightjar nightjar,
      SecretKey lspKey,
      PoolCertificate certificate,
      long index,
      Hash32 payerCommitment,
      long lspTime) {
    byte[] said = said(certificate.offer(), certificate.epoch(), index, payerCommitment, lspTime);
    return new IssueStatement(
        certificate.offer(),
        certificate.epoch(),
        index,
        payerCommitment,
        lspTime,
        nightjar.sign(lspKey, Hashing.ISSUE.of(nightjar, said).raw(), null));
  }

  private static byte[] said(
      OfferId offer, EpochId epoch, long index, Hash32 payerCommitment, long lspTime) {
    return new WireWriter()
        .bytes(offer.raw())
        .bytes(epoch.raw())
        .u32(index)
        .bytes(payerCommitment.raw())
        .u64(lspTime)
        .toBytes();
  }

  private byte[] said() {
    return said(offer, epoch, index, payerCommitment, lspTime);
  }

  /** The {@link #LENGTH} bytes. */
  public byte[] encode() {
    return new WireWriter().bytes(said()).bytes(signature.toBytes()).toBytes();
  }

  /**
   * Reads a statement; {@link #verify} judges it.
   *
   * @throws RefusalException if the length is another
   */
  public static IssueStatement decode(byte[] bytes) throws RefusalException {
    RefusalException.refuseIf(bytes.length != LENGTH, Refusal.ERR_LENGTH);
    try {
      return read(new WireReader(bytes));
    } catch (WireException e) {
      throw new RefusalException(Refusal.ERR_LENGTH);
    }
  }

  static IssueStatement read(WireReader reader) throws WireException {
    return new IssueStatement(
        OfferId.of(reader.bytes(OfferId.LENGTH)),
        EpochId.of(reader.bytes(EpochId.LENGTH)),
        reader.u32(),
        Hash32.of(reader.bytes(Hash32.LENGTH)),
        reader.u64(),
        SchnorrSignature.of(reader.bytes(SchnorrSignature.LENGTH)));
  }

  /** Whether this LSP signed it. */
  public boolean verify(Nightjar nightjar, XOnlyKey lsp) {
    return nightjar.verify(lsp.raw(), Hashing.ISSUE.of(nightjar, said()).raw(), signature);
  }
}
