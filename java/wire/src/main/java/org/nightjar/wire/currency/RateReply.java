package org.nightjar.wire.currency;

import java.util.Arrays;
import org.nightjar.Nightjar;
import org.nightjar.SchnorrSignature;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.TlvValue;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.bolt12.MerkleTree;
import org.nightjar.wire.bolt12.Signer;

/**
 * {@code rate_reply}: what a currency is worth, signed by an oracle in the way of BOLT 12. Content
 * 77703 of an onion message. What it says is worth nothing before {@link RateBoard} took it.
 * Immutable.
 */
public final class RateReply extends TlvValue {
  static final long MSAT_PER_MINOR_UNIT = 5;
  static final long TIME = 7;
  static final long ORACLE = 9;
  static final long SIGNATURE = 240;

  private static final String MESSAGE_NAME = "rate_reply";

  private final String currency;
  private final byte[] nonce;
  private final long msatPerMinorUnit;
  private final long time;
  private final OracleKey oracle;
  private final SchnorrSignature signature;

  private RateReply(TlvStream stream) throws WireException {
    super(stream, type -> type == SIGNATURE);
    currency = need(stream, RateRequest.ISO_4217, "iso4217", RateRequest::readCurrency);
    nonce =
        need(stream, RateRequest.NONCE, "nonce", reader -> reader.bytes(RateRequest.NONCE_LENGTH));
    msatPerMinorUnit =
        need(stream, MSAT_PER_MINOR_UNIT, "msat_per_minor_unit", RateReply::readRate);
    time = need(stream, TIME, "time", WireReader::tu64);
    oracle = need(stream, ORACLE, "oracle", reader -> OracleKey.of(reader.bytes(OracleKey.LENGTH)));
    signature =
        need(
            stream,
            SIGNATURE,
            "signature",
            reader -> SchnorrSignature.of(reader.bytes(SchnorrSignature.LENGTH)));
  }

  private static long readRate(WireReader reader) throws WireException {
    long rate = reader.tu64Msat();
    if (rate == 0) {
      throw reader.fail(Reason.VALUE, "a currency that is worth nothing cannot pay");
    }
    return rate;
  }

  /**
   * Decodes a reply; its signature is not checked here.
   *
   * @throws WireException if it is malformed, or an even type is unknown
   */
  public static RateReply decode(byte[] bytes) throws WireException {
    return new RateReply(TlvStream.decode(bytes));
  }

  /**
   * An oracle's answer.
   *
   * @param msatPerMinorUnit 1 to {@link WireReader#MAX_MSAT}
   * @param time seconds since 1970
   * @param oracle the signer's key
   * @throws IllegalArgumentException if the rate is out of range
   */
  public static RateReply create(
      RateRequest request, long msatPerMinorUnit, long time, OracleKey oracle, Signer signer) {
    TlvStreamBuilder records =
        RateRequest.records(request.currency(), request.nonce())
            .put(MSAT_PER_MINOR_UNIT, new WireWriter().tu64(msatPerMinorUnit))
            .put(TIME, new WireWriter().tu64(time))
            .put(ORACLE, oracle.toBytes());
    records.put(SIGNATURE, signer.sign(signatureHash(records.build())).toBytes());
    return valid(() -> new RateReply(records.build()));
  }

  private static byte[] signatureHash(TlvStream stream) {
    return MerkleTree.signatureHash(MESSAGE_NAME, MerkleTree.root(stream));
  }

  /** Whether the signature is by the oracle that the reply names. */
  public boolean hasValidSignature(Nightjar nightjar) {
    return nightjar.verify(oracle.toBytes(), signatureHash(stream()), signature);
  }

  /** Whether it answers this request. */
  public boolean answers(RateRequest request) {
    return currency.equals(request.currency()) && Arrays.equals(nonce, request.nonce());
  }

  /** The currency, three capital letters of ISO 4217. */
  public String currency() {
    return currency;
  }

  /** What its smallest unit is worth, such as a cent, in millisatoshi; at least 1. */
  public long msatPerMinorUnit() {
    return msatPerMinorUnit;
  }

  /** When the oracle answered, in seconds since 1970, unsigned. */
  public long time() {
    return time;
  }

  /** Who answered. */
  public OracleKey oracle() {
    return oracle;
  }
}
