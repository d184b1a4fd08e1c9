package org.nightjar.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nightjar.Nightjar;
import org.nightjar.async.store.StoreException;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.sim.NetworkScript;
import org.nightjar.wire.WireException;

/** The targets by name, and the entry that Jazzer looks for. */
public final class Fuzz {
  /** Takes any bytes; throws if something is wrong with the code. */
  @FunctionalInterface
  public interface Target {
    /**
     * Runs an input.
     *
     * @return whether it was more than refused
     */
    boolean run(byte[] input);
  }

  private static final Nightjar NIGHTJAR = Nightjar.open();
  private static final List<Reader> MESSAGES = Messages.readers(NIGHTJAR);
  private static final List<Reader> RECORDS = Records.readers(NIGHTJAR);

  /** What there is to fuzz. */
  public static final Map<String, Target> TARGETS =
      Map.of("messages", Fuzz::messages, "records", Fuzz::records, "network", Fuzz::network);

  private static Target chosen = Fuzz::messages;

  private Fuzz() {}

  /**
   * Called by Jazzer before the first input.
   *
   * @param arguments the name of a target
   */
  public static void fuzzerInitialize(String[] arguments) {
    Target target = TARGETS.get(arguments[0]);
    if (target == null) {
      throw new IllegalArgumentException("the targets are " + TARGETS.keySet());
    }
    chosen = target;
  }

  /** Called by Jazzer with each input. */
  public static void fuzzerTestOneInput(byte[] input) {
    chosen.run(input);
  }

  /** The first byte chooses the reader; what is not refused comes back as it was. */
  private static boolean messages(byte[] input) {
    byte[] again = read(MESSAGES, input);
    if (again.length > 0 && !Arrays.equals(again, 1, again.length, input, 1, input.length)) {
      throw new AssertionError("read, and written in another way");
    }
    return again.length > 0;
  }

  /** The first byte chooses the reader; what was written once comes back as it was. */
  private static boolean records(byte[] input) {
    byte[] once = read(RECORDS, input);
    if (once.length > 0 && !Arrays.equals(once, read(RECORDS, once))) {
      throw new AssertionError("what was written is not read as it was");
    }
    return once.length > 0;
  }

  /** The choice and what the reader wrote; empty if it refused. */
  private static byte[] read(List<Reader> readers, byte[] input) {
    int choice = input.length == 0 ? readers.size() : Byte.toUnsignedInt(input[0]);
    if (choice >= readers.size()) {
      return new byte[0];
    }
    try {
      byte[] body = readers.get(choice).again(Arrays.copyOfRange(input, 1, input.length));
      byte[] again = new byte[1 + body.length];
      again[0] = input[0];
      System.arraycopy(body, 0, again, 1, body.length);
      return again;
    } catch (WireException | RefusalException | StoreException e) {
      return new byte[0];
    }
  }

  private static boolean network(byte[] input) {
    return NetworkScript.play(NIGHTJAR, input) > 0;
  }
}
