package org.nightjar.wire.blinded;

import java.util.List;
import org.nightjar.wire.BigSize;

/**
 * Makes the encrypted data of a blinded path equally long, so that their lengths tell nothing of
 * the hops (BOLT 4 "Route Blinding").
 */
public final class PathPadding {
  /** LDK rounds the data of paths for messages up to multiples of this. */
  public static final int LDK_MESSAGE_MULTIPLE = 100;

  /** LDK rounds the data of paths for payments up to multiples of this. */
  public static final int LDK_PAYMENT_MULTIPLE = 30;

  private PathPadding() {}

  /** Pads all hops of a path to the length of the longest, or a little more. */
  public static List<EncryptedData> padAll(List<EncryptedData> hops) {
    return padAll(hops, 1);
  }

  /**
   * Pads all hops of a path to one length, a multiple of a number: then not even the longest hop
   * shows what it has.
   *
   * @param multiple at least 1
   */
  public static List<EncryptedData> padAll(List<EncryptedData> hops, int multiple) {
    if (multiple < 1) {
      throw new IllegalArgumentException("nothing is a multiple of " + multiple);
    }
    List<EncryptedData> bare = hops.stream().map(EncryptedData::withoutPadding).toList();
    int longest = bare.stream().mapToInt(PathPadding::length).max().orElse(0);
    int target = (longest + multiple - 1) / multiple * multiple;
    while (!canReach(bare, target)) {
      target += multiple;
    }
    int length = target;
    return bare.stream().map(hop -> lengthen(hop, length - length(hop))).toList();
  }

  /** Pads one hop alone, to the next multiple of a number: what LDK does with each. */
  public static EncryptedData pad(EncryptedData hop, int multiple) {
    return padAll(List.of(hop), multiple).get(0);
  }

  private static boolean canReach(List<EncryptedData> bare, int target) {
    return bare.stream()
        .mapToInt(hop -> target - length(hop))
        .allMatch(missing -> missing == 0 || zeros(missing) >= 0);
  }

  private static EncryptedData lengthen(EncryptedData bare, int missing) {
    return missing == 0 ? bare : bare.withPadding(zeros(missing));
  }

  /**
   * Zeros in a padding record of this length, or -1 if no record has it: there is none of 1 byte,
   * and none where the length of the length grows.
   */
  private static int zeros(int recordLength) {
    for (int overhead = 2; overhead <= 6; overhead += 2) {
      int zeros = recordLength - overhead;
      if (zeros >= 0 && 1 + BigSize.length(zeros) == overhead) {
        return zeros;
      }
    }
    return -1;
  }

  private static int length(EncryptedData hop) {
    return hop.encode().length;
  }
}
