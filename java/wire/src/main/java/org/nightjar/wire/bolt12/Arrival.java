package org.nightjar.wire.bolt12;

/** Over which blinded path an onion message came: BOLT 12 has only one right answer each time. */
public enum Arrival {
  /** None: it was sent to our node id. */
  NO_PATH,
  /** The very {@code reply_path} that we gave with the message that it answers. */
  REPLY_PATH,
  /** One of the {@code offer_paths} of the offer that it names. */
  OFFER_PATH,
  /** One of the {@code invreq_paths} of the request that it names. */
  INVREQ_PATH,
  /** Any other. */
  OTHER_PATH
}
