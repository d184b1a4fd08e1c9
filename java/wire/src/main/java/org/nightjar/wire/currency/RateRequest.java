package org.nightjar.wire.currency;

import java.nio.charset.StandardCharsets;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.TlvValue;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;

/**
 * {@code rate_request}: what is a currency worth now? Content 77701 of an onion message; the
 * answer, {@link RateReply}, comes over the reply path. Immutable.
 */
public final class RateRequest extends TlvValue {
  /** Length of a nonce. */
  public static final int NONCE_LENGTH = 32;

  static final long ISO_4217 = 1;
  static final long NONCE = 3;

  private final String currency;
  private final byte[] nonce;

  private RateRequest(TlvStream stream) throws WireException {
    super(stream, type -> false);
    currency = need(stream, ISO_4217, "iso4217", RateRequest::readCurrency);
    nonce = need(stream, NONCE, "nonce", reader -> reader.bytes(NONCE_LENGTH));
  }

  static String readCurrency(WireReader reader) throws WireException {
    String code = new String(reader.rest(), StandardCharsets.ISO_8859_1);
    if (code.length() != 3 || !code.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
      throw reader.fail(Reason.VALUE, "the currency is not three letters of ISO 4217");
    }
    return code;
  }

  /**
   * Decodes a request.
   *
   * @throws WireException if it is malformed, or an even type is unknown
   */
  public static RateRequest decode(byte[] bytes) throws WireException {
    return new RateRequest(TlvStream.decode(bytes));
  }

  /**
   * A request.
   *
   * @param currency three capital letters of ISO 4217
   * @param nonce 32 random bytes, other ones for each oracle and time
   * @throws IllegalArgumentException if one is malformed
   */
  public static RateRequest create(String currency, byte[] nonce) {
    return valid(() -> new RateRequest(records(currency, nonce).build()));
  }

  static TlvStreamBuilder records(String currency, byte[] nonce) {
    return new TlvStreamBuilder()
        .put(ISO_4217, currency.getBytes(StandardCharsets.UTF_8))
        .put(NONCE, nonce);
  }

  /** The currency, three capital letters of ISO 4217. */
  public String currency() {
    return currency;
  }

  /** A copy of the nonce, 32 bytes. */
  public byte[] nonce() {
    return nonce.clone();
  }
}
