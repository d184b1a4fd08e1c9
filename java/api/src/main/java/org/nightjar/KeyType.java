package org.nightjar;

/**
 * Which key to derive from a secret (BOLT 4 "Key Generation"); the order is that of {@code
 * nj_kdf_label}.
 */
public enum KeyType {
  /** Encrypts hop payloads, and the data of blinded hops. */
  RHO,
  /** Authenticates the packet. */
  MU,
  /** Authenticates failures and attribution data. */
  UM,
  /** Obfuscates failures. */
  AMMAG,
  /** Obfuscates attribution data. */
  AMMAGEXT,
  /** Fills a new packet; from the session key, not from a shared secret. */
  PAD,
  /** Blinds a node id. */
  BLINDED_NODE_ID
}
