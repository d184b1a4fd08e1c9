package org.nightjar.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.ptlc.World.NOW;
import static org.nightjar.ptlc.World.refusal;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.SecretKey;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.Write;
import org.nightjar.store.JdbcStore;

/**
 * A recipient on SQLite in a process of its own is killed with SIGKILL in the middle of a claim.
 */
class KillTest {
  private static final int INDICES = 2_000;

  @TempDir Path folder;

  /** Where the process stands still until it is killed. */
  enum Moment {
    BEFORE_JOURNAL,
    BEFORE_COUNTER,
    BEFORE_RELEASE,
    /** Nowhere: it claims index after index. */
    NEVER
  }

  private static void stand(boolean here) {
    if (here) {
      say("standing");
      while (true) {
        Thread.onSpinWait();
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static Store store(Path folder) throws Exception {
    return JdbcStore.open(folder.resolve("device.db"));
  }

  private static Store counter(Path folder) throws Exception {
    return JdbcStore.open(folder.resolve("lsp.db"));
  }

  private static World world(Store store, MonotonicCounter counter) {
    return new World(PoolParameters.pool(INDICES), store, counter);
  }

  /** The program that is killed. */
  static final class Claiming {
    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      Moment moment = Moment.valueOf(arguments[1]);
      try (Store disk = store(folder);
          Store lsp = counter(folder)) {
        Store store =
            new WrappedStore(disk) {
              @Override
              void before(List<List<Write>> batches) {
                stand(
                    moment == Moment.BEFORE_JOURNAL
                        && batches.get(0).get(0).key().kind() == Kind.PTLC_ANSWER);
              }
            };
        MonotonicCounter counter =
            new WrappedCounter(new StoredCounter(lsp)) {
              @Override
              void before(JournalMark to) {
                stand(moment == Moment.BEFORE_COUNTER);
              }

              @Override
              void after(JournalMark to) {
                stand(moment == Moment.BEFORE_RELEASE);
              }
            };
        World world = world(store, counter);
        try (Recipient recipient = world.resume()) {
          say("ready");
          for (int index = Integer.parseInt(arguments[2]); ; index++) {
            ClaimablePtlc incoming = world.incoming(world.message(index, "alice"), "a");
            recipient.claim(List.of(incoming), NOW);
            say("claimed " + index);
          }
        }
      }
    }
  }

  private Process start(Moment moment, int index) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Claiming.class.getName(),
            folder.toString(),
            moment.name(),
            Integer.toString(index))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void startEpoch() throws Exception {
    try (Store store = store(folder);
        Store lsp = counter(folder)) {
      world(store, new StoredCounter(lsp)).start().close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NEVER", mode = EnumSource.Mode.EXCLUDE)
  void killedAtAMoment(Moment moment) throws Exception {
    startEpoch();
    Process process = start(moment, 0);
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("ready");
      assertThat(lines.readLine()).isEqualTo("standing");
    } finally {
      process.destroyForcibly().waitFor();
    }
    try (Store store = store(folder);
        Store lsp = counter(folder)) {
      World world = world(store, new StoredCounter(lsp));
      try (Recipient recipient = world.resume()) {
        assertThat(recipient.death()).isEmpty();
        if (moment == Moment.BEFORE_JOURNAL) {
          assertClaims(world, recipient, 0, "bob");
        } else {
          assertAnswersAlice(world, recipient, 0);
        }
      }
    }
  }

  private static void assertClaims(World world, Recipient recipient, int index, String payer)
      throws Exception {
    ClaimablePtlc incoming = world.incoming(world.message(index, payer), "a");
    ClaimResult result = recipient.claim(List.of(incoming), NOW);
    assertThat(result).isInstanceOf(ClaimResult.Claimed.class);
    SecretKey scalar = ((ClaimResult.Claimed) result).scalars().get(0);
    // there is one scalar for a point: whatever left before is the same
    assertThat(World.opens(scalar, incoming.point())).isTrue();
  }

  private static void assertAnswersAlice(World world, Recipient recipient, int index)
      throws Exception {
    ClaimablePtlc mallory = world.incoming(world.message(index, "mallory"), "m");
    assertThat(refusal(recipient.claim(List.of(mallory), NOW))).isEqualTo(Refusal.ERR_INDEX_USED);
    assertClaims(world, recipient, index, "alice");
  }

  @Test
  void killedAtRandomMoments() throws Exception {
    long seed = Long.getLong("nightjar.seed", System.nanoTime());
    System.out.println("KillTest: -Dnightjar.seed=" + seed);
    Random random = new Random(seed);
    startEpoch();
    int next = 0;
    for (int round = 0; round < Integer.getInteger("nightjar.kills", 5); round++) {
      int first = next;
      Process process = start(Moment.NEVER, first);
      try (BufferedReader lines = process.inputReader()) {
        assertThat(lines.readLine()).isEqualTo("ready");
        Thread.sleep(random.nextInt(200));
        // Process itself would throw away what it said
        process.toHandle().destroyForcibly();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          next = line.startsWith("claimed ") ? Integer.parseInt(line.substring(8)) + 1 : next;
        }
      }
      process.waitFor();
      try (Store store = store(folder);
          Store lsp = counter(folder)) {
        World world = world(store, new StoredCounter(lsp));
        try (Recipient recipient = world.resume()) {
          assertThat(recipient.death()).isEmpty();
          for (int index = first; index < next; index++) {
            assertAnswersAlice(world, recipient, index);
          }
          assertClaims(world, recipient, next + 1, "bob");
          next += 2;
        }
      }
    }
  }
}
