package org.nightjar.ptlc;

/** Why something is refused. The names are those of the scheme's vectors, as far as these go. */
public enum Refusal {
  /** A receipt's message, or another encoding, has another length. */
  ERR_LENGTH,
  /** A version that this program does not know. */
  ERR_VERSION,
  /** For another block chain. */
  ERR_CHAIN,
  /** For another offer. */
  ERR_OFFER,
  /** For another receipt key. */
  ERR_PAYEE_KEY,
  /** Of another epoch than the one that lives here; a dead epoch is another. */
  ERR_EPOCH,
  /** An index that the epoch does not have. */
  ERR_INDEX,
  /** The payer's key is no point, or the payee's. */
  ERR_PAYER_KEY,
  /** Less came in than the message says, or the message says less than the offer asks. */
  ERR_AMOUNT,
  /** The message is from the future. */
  ERR_TIME_FUTURE,
  /** The message is from before the epoch. */
  ERR_TIME_PAST,
  /** The message's expiry, or the pool's, is over. */
  ERR_EXPIRED,
  /** The note is not the one that the message has the hash of. */
  ERR_NOTE,
  /** The parts of a payment do not belong together. */
  ERR_PARTS,
  /** A part is still missing: wait for it, and ask again with all of them. */
  ERR_PART_MISSING,
  /** The PTLC is not locked to what the message says. */
  ERR_POINT_MISMATCH,
  /** The index answered another message. */
  ERR_INDEX_USED,
  /** The index answered as many messages as it may. */
  ERR_BASKET_EXHAUSTED,
  /** The message was answered over other PTLCs: to claim these too would take the money twice. */
  ERR_ALREADY_PAID,
  /** Nonces, answers or index count that are not safe: nu below 2 q, q or count zero. */
  ERR_PARAMETERS,
  /** A pool certificate is not signed by the offer's issuer. */
  ERR_CERTIFICATE,
  /** Nonces are not those of the certificate. */
  ERR_MERKLE_ROOT,
  /** A nonce is no point, one that the tuple has already, its negative, or the payee. */
  ERR_NONCE,
  /** An issue statement is missing, not signed by the LSP, or for another tuple or payer. */
  ERR_ISSUE,
  /** All indices of the pool are given out. */
  ERR_POOL_EXHAUSTED,
  /** Who asks has had its share: later, or with another tuple it has already. */
  ERR_ASKER_LIMIT,
  /** The signature of a receipt is not valid. */
  ERR_RECEIPT
}
