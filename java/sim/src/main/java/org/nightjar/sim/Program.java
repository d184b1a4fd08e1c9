package org.nightjar.sim;

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
   */
  record Running(List<Role> roles, Optional<ReleasePaths> holds) {
    /** Takes a copy. */
    public Running {
      roles = List.copyOf(roles);
    }

    /** Of a node that holds nothing. */
    public static Running of(Role... roles) {
      return new Running(List.of(roles), Optional.empty());
    }

    /** The role of a class, if this node has it. */
    public <R extends Role> Optional<R> role(Class<R> type) {
      return roles.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
  }
}
