package org.nightjar;

import org.nightjar.spi.Status;

/**
 * Turns a backend's status into what Java throws: 1xx the caller's error, anything else a fault.
 */
final class Errors {
  private Errors() {}

  /** Returns if the status is OK. */
  static void check(int status) {
    if (status != Status.OK) {
      throw of(status);
    }
  }

  /** Yes, or no with the one status that means it; anything else throws. */
  static boolean isOk(int status, int no) {
    if (status != no) {
      check(status);
    }
    return status == Status.OK;
  }

  /** The exception for a status that is not OK. */
  static RuntimeException of(int status) {
    return switch (status) {
      case Status.ERR_ARGUMENT -> new IllegalArgumentException("a length or count is out of range");
      case Status.ERR_SECRET_KEY ->
          new IllegalArgumentException("secret key is zero or not below the group order");
      case Status.ERR_PUBLIC_KEY ->
          new IllegalArgumentException("public key is not a point of secp256k1");
      case Status.ERR_PAYLOAD ->
          new IllegalArgumentException("hop payload is shorter than 2 bytes");
      case Status.ERR_ONION_SIZE ->
          new IllegalArgumentException("the hop payloads do not fit the packet");
      case Status.ERR_OVERLAP -> new IllegalArgumentException("an output overlaps an input");
      default -> unexpected(status);
    };
  }

  static NightjarException unexpected(int status) {
    return new NightjarException(
        "the provider answered status "
            + status
            + ", which it should not; run `nightjar selftest`");
  }
}
