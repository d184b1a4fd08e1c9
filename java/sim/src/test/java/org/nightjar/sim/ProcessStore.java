package org.nightjar.sim;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/**
 * A node's store in a process of its own, which is killed with SIGKILL around a write now and then.
 * A kill is a crash of the node: it forgets everything, and starts again on what SQLite finds on
 * the disk.
 */
final class ProcessStore implements Store {
  /** When the process is killed. */
  enum Moment {
    BEFORE_WRITE,
    /** Anywhere between the first byte of the request and the acknowledgement. */
    DURING_WRITE,
    AFTER_WRITE
  }

  /** Decides about kills, and counts them. */
  interface Killer {
    /** The moment at which to kill at this write, or null. */
    @Nullable Moment next();
  }

  private interface Request {
    void write(DataOutputStream out) throws IOException;
  }

  private interface Answer<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static final long LONGEST_WRITE_NANOS = 3_000_000;

  private final StoreLauncher launcher;
  private final Path file;
  private final Killer killer;
  private final Random random;
  private @Nullable Process process;
  private DataOutputStream out;
  private DataInputStream in;

  ProcessStore(StoreLauncher launcher, Path file, Killer killer, long seed) {
    this.launcher = launcher;
    this.file = file;
    this.killer = killer;
    this.random = new Random(seed);
  }

  private void start() throws IOException {
    if (process != null) {
      return;
    }
    process = launcher.start(file);
    out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  private <T> T ask(Request request, Answer<T> answer) throws StoreException {
    try {
      start();
      request.write(out);
      out.flush();
      return answer.read(in);
    } catch (IOException e) {
      throw new StoreException("the store's process is gone", e);
    }
  }

  private Crash kill() {
    if (process != null) {
      process.destroyForcibly();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      process = null;
    }
    return new Crash();
  }

  @Override
  public List<Outcome> write(List<List<Write>> batches) throws StoreException {
    Moment moment = killer.next();
    if (moment == Moment.BEFORE_WRITE) {
      throw kill();
    }
    Request request =
        to -> {
          to.writeByte(StoreWire.WRITE);
          StoreWire.batches(to, batches);
        };
    if (moment == Moment.DURING_WRITE) {
      ask(request, from -> true);
      LockSupport.parkNanos(random.nextLong(LONGEST_WRITE_NANOS));
      throw kill();
    }
    List<Outcome> outcomes = ask(request, from -> StoreWire.outcomes(from, batches));
    if (moment == Moment.AFTER_WRITE) {
      throw kill();
    }
    return outcomes;
  }

  @Override
  public Optional<Stored> load(Key key) throws StoreException {
    return ask(
        to -> {
          to.writeByte(StoreWire.LOAD);
          StoreWire.key(to, key);
        },
        from -> StoreWire.stored(from).stream().findFirst());
  }

  @Override
  public List<Stored> scan(Kind kind, @Nullable Key after, int limit) throws StoreException {
    return ask(
        to -> {
          to.writeByte(StoreWire.SCAN);
          StoreWire.kind(to, kind);
          to.writeBoolean(after != null);
          if (after != null) {
            StoreWire.key(to, after);
          }
          to.writeInt(limit);
        },
        StoreWire::stored);
  }

  @Override
  public List<Stored> due(Kind kind, Instant now, int limit) throws StoreException {
    return dueBy(StoreWire.DUE, kind, now.toEpochMilli(), limit);
  }

  @Override
  public List<Stored> dueAtHeight(Kind kind, long height, int limit) throws StoreException {
    return dueBy(StoreWire.DUE_AT_HEIGHT, kind, height, limit);
  }

  private List<Stored> dueBy(int operation, Kind kind, long now, int limit) throws StoreException {
    return ask(
        to -> {
          to.writeByte(operation);
          StoreWire.kind(to, kind);
          to.writeLong(now);
          to.writeInt(limit);
        },
        StoreWire::stored);
  }

  @Override
  public void prune(Kind kind, long belowHeight) throws StoreException {
    ask(
        to -> {
          to.writeByte(StoreWire.PRUNE);
          StoreWire.kind(to, kind);
          to.writeLong(belowHeight);
        },
        DataInputStream::readBoolean);
  }

  @Override
  public void close() {
    kill();
  }
}
