package org.nightjar.wire.delegation;

import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/** {@code nj_hold_status}, LSP to payer: how your HTLC is. For its eyes; nothing depends on it. */
public final class HoldStatus extends DelegationMessage {
  /** Type of the peer message. */
  public static final int TYPE = 49739;

  private static final long STATE = 2;
  private static final long HEIGHT = 4;
  private static final long EXPIRY = 6;

  private final State state;
  private final long height;
  private final long expiry;

  /** What became of an HTLC. */
  public enum State {
    /** It waits to be released. */
    HELD(1),
    /** It was released, and is on its way. */
    FORWARDED(2),
    /** It fails, or failed. */
    FAILED(3);

    private final int number;

    State(int number) {
      this.number = number;
    }

    private static State read(WireReader reader) throws WireException {
      int number = reader.u8();
      for (State state : values()) {
        if (state.number == number) {
          return state;
        }
      }
      throw reader.fail(Reason.VALUE, "state " + number + " is not known");
    }
  }

  HoldStatus(TlvStream stream) throws WireException {
    super(stream, type -> type == STATE || type == HEIGHT || type == EXPIRY);
    state = need(stream, STATE, "state", State::read);
    height = need(stream, HEIGHT, "height", WireReader::u32);
    expiry = need(stream, EXPIRY, "expiry", WireReader::u32);
  }

  /**
   * A message.
   *
   * @param htlc as both ends of the channel call it, {@value #HTLC_LENGTH} bytes
   * @param height of the block chain, 32 bits
   * @param expiry height at which the LSP gives the hold up, 32 bits
   * @throws IllegalArgumentException if the length or a number is another
   */
  public static HoldStatus create(byte[] htlc, State state, long height, long expiry) {
    return made(
        () ->
            new HoldStatus(
                records(htlc)
                    .put(STATE, new WireWriter().u8(state.number))
                    .put(HEIGHT, new WireWriter().u32(height))
                    .put(EXPIRY, new WireWriter().u32(expiry))
                    .build()));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** What became of the HTLC. */
  public State state() {
    return state;
  }

  /** Height of the block chain when the LSP said so. */
  public long height() {
    return height;
  }

  /** Height at which the LSP gives the hold up. */
  public long expiry() {
    return expiry;
  }
}
