package org.nightjar.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.Environment;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Role;
import org.nightjar.wire.BlindedPath;

/** What a node runs: makes its roles, anew at each start. */
@FunctionalInterface
public interface Program {
  /** The roles of a node that starts; what they must remember is in the environment's store. */
  Running start(Environment environment);

  /** How a node that holds HTLCs says where to release them. */
  interface ReleasePaths {
    BlindedPath releasePath(HtlcId htlc, PublicKey payer, long cltvExpiry);
  }

  /**
   * The roles of a running node.
   *
   * @param holds there if the node offers to hold HTLCs
   * @param ptlcHolds there if the node offers to hold PTLCs
   */
  record Running(List<Role> roles, Optional<ReleasePaths> holds, Optional<ReleasePaths> ptlcHolds) {
    /** Takes a copy. */
    public Running {
      roles = List.copyOf(roles);
    }

    /** Of a node that holds nothing. */
    public static Running of(Role... roles) {
      return new Running(List.of(roles), Optional.empty(), Optional.empty());
    }

    /** With more roles, which hold PTLCs. */
    public Running with(List<Role> more, Optional<ReleasePaths> holdPtlcs) {
      List<Role> all = new ArrayList<>(roles);
      all.addAll(more);
      return new Running(all, holds, holdPtlcs);
    }

    /** There if the node offers to hold one kind. */
    Optional<ReleasePaths> holds(boolean ofPtlcs) {
      return ofPtlcs ? ptlcHolds : holds;
    }

    /** The role of a class, if this node has it. */
    public <R extends Role> Optional<R> role(Class<R> type) {
      return roles.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
  }
}
