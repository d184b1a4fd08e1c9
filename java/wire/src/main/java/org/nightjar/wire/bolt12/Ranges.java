package org.nightjar.wire.bolt12;

/** Which types belong to which document; unsigned, so that negative ones belong to none. */
final class Ranges {
  private Ranges() {}

  static boolean isOffer(long type) {
    return in(type, 1, 79) || in(type, 1_000_000_000, 1_999_999_999);
  }

  /** Of an invoice request, with those of its offer. */
  static boolean isInvoiceRequest(long type) {
    return in(type, 0, 159) || in(type, 1_000_000_000, 2_999_999_999L);
  }

  static boolean isSignature(long type) {
    return in(type, 240, 1000);
  }

  private static boolean in(long type, long min, long max) {
    return type >= min && type <= max;
  }
}
