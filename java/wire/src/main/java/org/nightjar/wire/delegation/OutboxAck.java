package org.nightjar.wire.delegation;

import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;

/** {@code nj_outbox_ack}: the answer to {@link OutboxPut}. */
public final class OutboxAck extends DelegationAck {
  /** Type of the peer message. */
  public static final int TYPE = 49733;

  OutboxAck(TlvStream stream) throws WireException {
    super(stream);
  }

  /**
   * A message.
   *
   * @param htlc as both ends of the channel call it, {@value #HTLC_LENGTH} bytes
   * @param kept how many entries are durable, 0 to 255
   * @throws IllegalArgumentException if the length or the number is another
   */
  public static OutboxAck create(byte[] htlc, int kept) {
    return made(() -> new OutboxAck(records(htlc, kept).build()));
  }

  @Override
  public int type() {
    return TYPE;
  }
}
