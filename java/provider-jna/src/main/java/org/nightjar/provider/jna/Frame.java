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

  private record Output(Pointer copy, int length, Runnable deliver) {}

  /**
   * A frame with room for some arrays.
   *
   * @param room bytes that {@link #room} and the ints will need, each rounded up to 8
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

  /** A copy of an array that must have this length, or null for null. */
  Pointer inOrNull(byte @Nullable [] array, int length) {
    return array == null ? Pointer.NULL : in(array, length);
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
    Pointer copy = room(length);
    outputs.add(new Output(copy, length, () -> copy.read(0, array, offset, length)));
    return copy;
  }

  /** Room for an output, for an array that must have this length. */
  Pointer out(byte @Nullable [] array, int length) {
    failIf(array == null || array.length != length);
    return out(array, 0, length);
  }

  /** A copy of an array that gets it back. */
  Pointer inOut(byte @Nullable [] array) {
    Pointer copy = in(array);
    if (status == Status.OK) {
      int length = array.length;
      outputs.add(new Output(copy, length, () -> copy.read(0, array, 0, length)));
    }
    return copy;
  }

  /** A copy of ints. */
  Pointer in(int @Nullable [] array) {
    failIf(array == null);
    if (status != Status.OK) {
      return Pointer.NULL;
    }
    Pointer copy = room((long) array.length * Integer.BYTES);
    copy.write(0, array, 0, array.length);
    return copy;
  }

  /** Room for an output of 32-bit integers, for an array that must have this length. */
  Pointer outInts(int @Nullable [] array, int length) {
    failIf(array == null || array.length != length);
    Pointer copy = room((long) length * Integer.BYTES);
    outputs.add(new Output(copy, length * Integer.BYTES, () -> copy.read(0, array, 0, length)));
    return copy;
  }

  /** Room for an output of {@code size_t}s, for an array of ints that must have this length. */
  Pointer outSizes(int @Nullable [] array, int length) {
    failIf(array == null || array.length != length);
    Pointer copy = room((long) length * Long.BYTES);
    Runnable deliver =
        () -> {
          for (int i = 0; i < length; i++) {
            array[i] = (int) copy.getLong((long) i * Long.BYTES);
          }
        };
    outputs.add(new Output(copy, length * Long.BYTES, deliver));
    return copy;
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
   * Makes the call and copies the outputs, zeroed if it fails, to their arrays; unless the frame
   * has failed.
   */
  int call(IntSupplier function) {
    if (status != Status.OK) {
      return status;
    }
    status = function.getAsInt();
    for (Output output : outputs) {
      if (status != Status.OK) {
        output.copy.clear(output.length);
      }
      output.deliver.run();
    }
    return status;
  }

  @Override
  public void close() {
    memory.clear();
    memory.close();
  }
}
