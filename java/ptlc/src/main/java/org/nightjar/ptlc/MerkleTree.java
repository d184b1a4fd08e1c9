package org.nightjar.ptlc;

import java.util.ArrayList;
import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.internal.ByteArrays;

/**
 * The tree over a pool's leaves: a branch is the hash of its two children, the smaller first; an
 * odd last node goes up as it is. Immutable.
 */
final class MerkleTree {
  private final List<List<Hash32>> levels = new ArrayList<>();

  /** Hashes leaves, of which there is one at least. */
  MerkleTree(Nightjar nightjar, List<Hash32> leaves) {
    levels.add(List.copyOf(leaves));
    for (List<Hash32> below = leaves; below.size() > 1; below = levels.get(levels.size() - 1)) {
      List<Hash32> level = new ArrayList<>((below.size() + 1) / 2);
      for (int i = 0; i + 1 < below.size(); i += 2) {
        level.add(branch(nightjar, below.get(i), below.get(i + 1)));
      }
      if (below.size() % 2 == 1) {
        level.add(below.get(below.size() - 1));
      }
      levels.add(level);
    }
  }

  Hash32 root() {
    return levels.get(levels.size() - 1).get(0);
  }

  /** The siblings of a leaf and of the branches above it, from below. */
  List<Hash32> path(long index) {
    List<Hash32> path = new ArrayList<>();
    int at = Math.toIntExact(index);
    for (List<Hash32> level : levels) {
      int sibling = at ^ 1;
      if (sibling < level.size()) {
        path.add(level.get(sibling));
      }
      at /= 2;
    }
    return path;
  }

  /** How long the path of a leaf is in a tree of so many. */
  static int pathLength(long index, long count) {
    int length = 0;
    long at = index;
    for (long size = count; size > 1; size = (size + 1) / 2) {
      if ((at ^ 1) < size) {
        length++;
      }
      at /= 2;
    }
    return length;
  }

  /** The root that a path leads to. */
  static Hash32 root(Nightjar nightjar, Hash32 leaf, List<Hash32> path) {
    Hash32 node = leaf;
    for (Hash32 sibling : path) {
      node = branch(nightjar, node, sibling);
    }
    return node;
  }

  private static Hash32 branch(Nightjar nightjar, Hash32 one, Hash32 other) {
    return ByteArrays.compareUnsigned(one.raw(), other.raw()) < 0
        ? Hashing.BRANCH.of(nightjar, one.raw(), other.raw())
        : Hashing.BRANCH.of(nightjar, other.raw(), one.raw());
  }
}
