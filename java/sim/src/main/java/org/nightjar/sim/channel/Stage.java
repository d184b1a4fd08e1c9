package org.nightjar.sim.channel;

/**
 * How far an HTLC has come (BOLT 2 "Normal Operation"). The adder is the end that offered it, the
 * remover the other one. A commitment_signed or revoke_and_ack moves every HTLC that it covers one
 * stage on; both ends use the same stages.
 */
public enum Stage {
  /** The adder sent update_add_htlc. */
  ADDED(By.ADDER_COMMITS),
  /** The adder committed it to the remover. */
  ADD_COMMITTED(By.REMOVER_REVOKES),
  /** The remover revoked the state without it. */
  ADD_REVOKED(By.REMOVER_COMMITS),
  /** The remover committed it to the adder. */
  ADD_ACKED(By.ADDER_REVOKES),
  /** Irrevocably committed on both sides. */
  LIVE(By.NOTHING),
  /** The remover sent an update that removes it. */
  REMOVED(By.REMOVER_COMMITS),
  /** The remover committed the removal to the adder. */
  REMOVE_COMMITTED(By.ADDER_REVOKES),
  /** The adder revoked the state with it. */
  REMOVE_REVOKED(By.ADDER_COMMITS),
  /** The adder committed the removal to the remover. */
  REMOVE_ACKED(By.REMOVER_REVOKES),
  /** Irrevocably removed on both sides. */
  GONE(By.NOTHING);

  private enum By {
    ADDER_COMMITS,
    ADDER_REVOKES,
    REMOVER_COMMITS,
    REMOVER_REVOKES,
    NOTHING
  }

  private final By moves;

  Stage(By moves) {
    this.moves = moves;
  }

  /** Whether a commitment_signed of one end moves it on. */
  boolean movedByCommitment(boolean ofAdder) {
    return moves == (ofAdder ? By.ADDER_COMMITS : By.REMOVER_COMMITS);
  }

  /** Whether a revoke_and_ack of one end moves it on. */
  boolean movedByRevocation(boolean ofAdder) {
    return moves == (ofAdder ? By.ADDER_REVOKES : By.REMOVER_REVOKES);
  }

  Stage next() {
    return values()[ordinal() + 1];
  }
}
