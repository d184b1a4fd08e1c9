package org.nightjar.sim;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/**
 * What a store is asked, and what it answers, on a pipe between two processes that trust each
 * other.
 */
final class StoreWire {
  static final int LOAD = 1;
  static final int SCAN = 2;
  static final int DUE = 3;
  static final int DUE_AT_HEIGHT = 4;
  static final int WRITE = 5;
  static final int PRUNE = 6;

  private static final Kind[] KINDS = Kind.values();

  private StoreWire() {}

  static void kind(DataOutputStream out, Kind kind) throws IOException {
    out.writeByte(kind.ordinal());
  }

  static Kind kind(DataInputStream in) throws IOException {
    return KINDS[in.readByte()];
  }

  static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] bytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  static void key(DataOutputStream out, Key key) throws IOException {
    kind(out, key.kind());
    bytes(out, key.id());
  }

  static Key key(DataInputStream in) throws IOException {
    return Key.of(kind(in), bytes(in));
  }

  static void stored(DataOutputStream out, List<Stored> all) throws IOException {
    out.writeInt(all.size());
    for (Stored stored : all) {
      key(out, stored.key());
      out.writeLong(stored.version());
      bytes(out, stored.value());
      due(out, stored.due());
    }
  }

  static List<Stored> stored(DataInputStream in) throws IOException {
    List<Stored> all = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      all.add(new Stored(key(in), in.readLong(), bytes(in), due(in)));
    }
    return all;
  }

  private static void due(DataOutputStream out, Due due) throws IOException {
    out.writeLong(due.epochMillis());
    out.writeLong(due.height());
  }

  private static Due due(DataInputStream in) throws IOException {
    return new Due(in.readLong(), in.readLong());
  }

  static void batches(DataOutputStream out, List<List<Write>> batches) throws IOException {
    out.writeInt(batches.size());
    for (List<Write> batch : batches) {
      out.writeInt(batch.size());
      for (Write write : batch) {
        write(out, write);
      }
    }
  }

  static List<List<Write>> batches(DataInputStream in) throws IOException {
    List<List<Write>> batches = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      List<Write> batch = new ArrayList<>();
      for (int writes = in.readInt(); writes > 0; writes--) {
        batch.add(write(in));
      }
      batches.add(batch);
    }
    return batches;
  }

  private static void write(DataOutputStream out, Write write) throws IOException {
    if (write instanceof Write.Put put) {
      out.writeByte('P');
      key(out, put.key());
      out.writeLong(put.expectedVersion());
      bytes(out, put.value());
      due(out, put.due());
    } else if (write instanceof Write.Delete delete) {
      out.writeByte('D');
      key(out, delete.key());
      out.writeLong(delete.expectedVersion());
    } else if (write instanceof Write.Claim claim) {
      out.writeByte('C');
      key(out, claim.key());
      bytes(out, claim.owner());
      out.writeLong(claim.height());
    }
  }

  private static Write write(DataInputStream in) throws IOException {
    int form = in.readByte();
    Key key = key(in);
    return switch (form) {
      case 'P' -> new Write.Put(key, in.readLong(), bytes(in), due(in));
      case 'D' -> new Write.Delete(key, in.readLong());
      default -> new Write.Claim(key, bytes(in), in.readLong());
    };
  }

  /** Outcomes as indices of the write that conflicted, or -1. */
  static void outcomes(DataOutputStream out, List<Outcome> outcomes, List<List<Write>> batches)
      throws IOException {
    for (int i = 0; i < outcomes.size(); i++) {
      out.writeInt(
          outcomes.get(i) instanceof Outcome.Conflict conflict
              ? batches.get(i).indexOf(conflict.write())
              : -1);
    }
  }

  static List<Outcome> outcomes(DataInputStream in, List<List<Write>> batches) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (List<Write> batch : batches) {
      int conflict = in.readInt();
      outcomes.add(conflict < 0 ? new Outcome.Done() : new Outcome.Conflict(batch.get(conflict)));
    }
    return outcomes;
  }
}
