package org.nightjar.wire;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of this package share. */
public final class WireTests {
  private WireTests() {}

  /** Hexadecimal digits, with spaces anywhere. */
  public static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /** The peer's error that a call must end with: anything else fails the test. */
  public static WireException refused(ThrowingCallable call) {
    WireException e = catchThrowableOfType(WireException.class, call);
    if (e == null) {
      throw new AssertionError("a WireException was expected");
    }
    return e;
  }
}
