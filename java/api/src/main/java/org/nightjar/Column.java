package org.nightjar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nightjar.internal.ByteArrays;

/**
 * One property of all elements of a {@link Batch}: so many bytes of each, one after the other in
 * direct memory, in native byte order.
 */
final class Column {
  private final ByteBuffer bytes;
  private final int width;

  private Column(ByteBuffer bytes, int width) {
    this.bytes = bytes;
    this.width = width;
  }

  /** Room for {@code capacity} elements; the product must be an int. */
  static Column of(int capacity, int width) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(capacity * width);
    return new Column(bytes.order(ByteOrder.nativeOrder()), width);
  }

  /** Bytes of an element. */
  int width() {
    return width;
  }

  /** The whole column, as a provider takes it. */
  ByteBuffer buffer() {
    return bytes;
  }

  /** Sets an element, to as many bytes of an array as it has. */
  void put(int index, byte[] from, int offset) {
    ByteArrays.at(bytes, index * width);
    bytes.put(from, offset, width);
  }

  /** Sets an element, to what lies between a buffer's position and limit, which stay. */
  void put(int index, ByteBuffer from) {
    ByteArrays.at(bytes, index * width);
    bytes.put(from.duplicate());
  }

  /** Writes bytes anywhere: elements of one column may differ in length. */
  void putAt(int position, byte[] from) {
    ByteArrays.at(bytes, position);
    bytes.put(from);
  }

  /** Sets one of the numbers of a column. */
  void putInt(int index, int value) {
    bytes.putInt(index * Integer.BYTES, value);
  }

  /** A copy of an element. */
  byte[] get(int index) {
    return get(index, width);
  }

  /** A copy of an element's first bytes. */
  byte[] get(int index, int length) {
    byte[] element = new byte[length];
    ByteArrays.at(bytes, index * width);
    bytes.get(element);
    return element;
  }

  /** One of the numbers of a column. */
  int getInt(int index) {
    return bytes.getInt(index * Integer.BYTES);
  }

  /** Zeroes the first elements. */
  void wipe(int count) {
    int length = count * width;
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      bytes.putLong(at, 0);
    }
    for (; at < length; at++) {
      bytes.put(at, (byte) 0);
    }
  }
}
