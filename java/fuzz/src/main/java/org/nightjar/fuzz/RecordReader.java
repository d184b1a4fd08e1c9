package org.nightjar.fuzz;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.WireWriter;

/**
 * Reads a record without its checksum, which is put in its place: no fuzzer finds it.
 *
 * @param key of the record
 * @param codec of what lies there
 */
public record RecordReader(Key key, Codec codec) implements Reader {
  private static final int CHECKSUM_LENGTH = 4;

  /** A codec's way in and out. */
  @FunctionalInterface
  public interface Codec {
    /** The encoding of what a record means. */
    byte[] again(Stored stored) throws StoreException;
  }

  @Override
  public byte[] again(byte[] body) throws StoreException {
    CRC32C checksum = new CRC32C();
    checksum.update(body);
    byte[] value = new WireWriter().bytes(body).u32(checksum.getValue()).toBytes();
    byte[] again = codec.again(new Stored(key, 1, value, Due.NONE));
    return Arrays.copyOf(again, again.length - CHECKSUM_LENGTH);
  }
}
