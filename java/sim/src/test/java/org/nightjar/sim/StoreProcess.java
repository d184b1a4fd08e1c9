package org.nightjar.sim;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Write;
import org.nightjar.store.JdbcStore;

/**
 * The program that {@link ProcessStore} starts and kills: a store on SQLite, on standard input and
 * output.
 */
final class StoreProcess {
  private StoreProcess() {}

  public static void main(String[] arguments) throws IOException, StoreException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
    try (Store store = JdbcStore.open(Path.of(arguments[0]))) {
      while (true) {
        answer(store, in, out);
        out.flush();
      }
    } catch (EOFException e) {
      out.flush();
    }
  }

  private static void answer(Store store, DataInputStream in, DataOutputStream out)
      throws IOException, StoreException {
    switch (in.readByte()) {
      case StoreWire.LOAD -> StoreWire.stored(out, store.load(StoreWire.key(in)).stream().toList());
      case StoreWire.SCAN -> {
        Kind kind = StoreWire.kind(in);
        Key after = in.readBoolean() ? StoreWire.key(in) : null;
        StoreWire.stored(out, store.scan(kind, after, in.readInt()));
      }
      case StoreWire.DUE -> {
        Kind kind = StoreWire.kind(in);
        StoreWire.stored(out, store.due(kind, Instant.ofEpochMilli(in.readLong()), in.readInt()));
      }
      case StoreWire.DUE_AT_HEIGHT ->
          StoreWire.stored(out, store.dueAtHeight(StoreWire.kind(in), in.readLong(), in.readInt()));
      case StoreWire.WRITE -> {
        List<List<Write>> batches = StoreWire.batches(in);
        StoreWire.outcomes(out, store.write(batches), batches);
      }
      default -> {
        store.prune(StoreWire.kind(in), in.readLong());
        out.writeBoolean(true);
      }
    }
  }
}
