package org.nightjar.provider.jna;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Status;

/**
 * Native memory for the arguments of one call, wiped when closed: JNA's own conversion of arrays
 * would leave secrets behind in freed memory. As in {@code jni_common.h}, an argument that is null
 * or has a wrong length fails the frame, and the call is not made.
 */
final class Frame implements AutoCloseable {
  private static final int ALIGNMENT = 8;

  private final Memory memory;
  private final List<Output> outputs = new ArrayList<>(2);
  private long used;
  private int status = Status.OK;

  private record Output(byte[] array, int offset, int length, Pointer copy) {}

  /**
   * A frame with room for some arrays.
   *
   * @param room bytes that {@link #room} will be asked for
   */
  Frame(long room, byte @Nullable []... arrays) {
    long size = room + ALIGNMENT;
    for (byte[] array : arrays) {
      size += ALIGNMENT + (array == null ? 0 : array.length);
    }
    memory = new Memory(size);
  }

  /** Some of the frame's memory, aligned for any integer. */
  Pointer room(long length) {
    Pointer room = memory.share(used);
    used += (length + ALIGNMENT - 1) & -ALIGNMENT;
    return room;
  }

  /** A copy of part of an array. */
  Pointer in(byte @Nullable [] array, int offset, int length) {
    if (!isInside(array, offset, length)) {
      return Pointer.NULL;
    }
    Pointer copy = room(length);
    copy.write(0, array, offset, length);
    return copy;
  }

  /** A copy of an array that must have this length. */
  Pointer in(byte @Nullable [] array, int length) {
    failIf(array == null || array.length != length);
    return in(array, 0, length);
  }

  /** A copy of an array of any length. */
  Pointer in(byte @Nullable [] array) {
    return in(array, 0, array == null ? 0 : array.length);
  }

  /** Room for an output, for part of an array. */
  Pointer out(byte @Nullable [] array, int offset, int length) {
    if (!isInside(array, offset, length)) {
      return Pointer.NULL;
    }
    Output output = new Output(array, offset, length, room(length));
    outputs.add(output);
    return output.copy;
  }

  /** Room for an output, for an array that must have this length. */
  Pointer out(byte @Nullable [] array, int length) {
    failIf(array == null || array.length != length);
    return out(array, 0, length);
  }

  void failIf(boolean wrong) {
    if (wrong) {
      status = Status.ERR_ARGUMENT;
    }
  }

  private boolean isInside(byte @Nullable [] array, int offset, int length) {
    failIf(array == null || offset < 0 || length < 0 || (long) offset + length > array.length);
    return status == Status.OK;
  }

  /**
   * Makes the call unless the frame has failed, and copies the outputs, zeroed on failure, to their
   * arrays.
   */
  int call(IntSupplier function) {
    if (status == Status.OK) {
      status = function.getAsInt();
    }
    for (Output output : outputs) {
      if (status != Status.OK) {
        output.copy.clear(output.length);
      }
      output.copy.read(0, output.array, output.offset, output.length);
    }
    return status;
  }

  @Override
  public void close() {
    memory.clear();
    memory.close();
  }
}
