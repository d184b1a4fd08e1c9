package org.nightjar.wire.bolt11;

import java.util.Arrays;
import org.nightjar.internal.ByteArrays;

/** An address in the chain (BOLT 11 field {@code f}). Immutable. */
public final class Fallback {
  /** Version of a hash of a public key. */
  public static final int P2PKH = 17;

  /** Version of a hash of a script. */
  public static final int P2SH = 18;

  private final int version;
  private final byte[] program;

  Fallback(int version, byte[] program) {
    this.version = version;
    this.program = program;
  }

  /** Witness version 0 to 16, {@link #P2PKH} or {@link #P2SH}. */
  public int version() {
    return version;
  }

  /** A copy of the witness program or the hash. */
  public byte[] program() {
    return program.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fallback fallback
        && version == fallback.version
        && Arrays.equals(program, fallback.program);
  }

  @Override
  public int hashCode() {
    return 31 * version + Arrays.hashCode(program);
  }

  /** Version and program. */
  @Override
  public String toString() {
    return version + ":" + ByteArrays.hex(program);
  }
}
