package org.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.store.StoreConformance.claim;
import static org.nightjar.store.StoreConformance.hold;
import static org.nightjar.store.StoreConformance.put;
import static org.nightjar.store.StoreConformance.replay;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;

/**
 * A bit flips in the write-ahead log that a crash left, or more is damaged: the store does not
 * open, and says where. What a crash itself leaves at the end of a log is no damage.
 */
class FlippedLogBitTest {
  /** The smallest that SQLite has, for many frames in few bytes. */
  private static final int PAGE = 512;

  private static final int HEADER = 32;
  private static final int FRAME = 24 + PAGE;
  private static final int COMMITS = 5;

  @TempDir Path folder;
  private Path file;
  private Path log;
  private byte[] database;
  private byte[] good;
  private Random random = new Random();

  @BeforeEach
  void crash() throws Exception {
    long seed = Long.getLong("nightjar.seed", System.nanoTime());
    System.out.println("FlippedLogBitTest: -Dnightjar.seed=" + seed);
    random = new Random(seed);
    file = folder.resolve("store.db");
    log = folder.resolve("store.db-wal");
    String url = "jdbc:sqlite:" + file + "?page_size=" + PAGE;
    JdbcStore.open(url).close();
    database = Files.readAllBytes(file);
    try (JdbcStore store = JdbcStore.open(url)) {
      for (int i = 0; i < COMMITS; i++) {
        store.write(List.of(List.of(put(hold("h" + i), 0, "x"), claim(replay("r" + i), "o", 9))));
      }
      good = Files.readAllBytes(log);
    }
    assertThat(good.length).isGreaterThan(HEADER + COMMITS * FRAME);
  }

  /** As it was at the crash, with another log. */
  private void restore(byte[] bytes) throws Exception {
    Files.deleteIfExists(folder.resolve("store.db-shm"));
    Files.write(file, database);
    Files.write(log, bytes);
  }

  private static byte[] flipped(byte[] bytes, long bit) {
    byte[] flipped = bytes.clone();
    flipped[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
    return flipped;
  }

  /** Where the header or frame with a bit begins. */
  private static int part(int bit) {
    return bit < 8 * HEADER ? 0 : bit / 8 - (bit / 8 - HEADER) % FRAME;
  }

  private int records() throws StoreException {
    try (JdbcStore store = JdbcStore.open(file)) {
      return store.scan(Kind.HOLD, null, 100).size();
    }
  }

  /** Every bit in a long run, some of each frame in a short one. */
  @Test
  void isNamed() throws Exception {
    boolean all = Integer.getInteger("nightjar.kills", 5) >= 300;
    int tried = 0;
    for (int bit = 0; bit < good.length * 8; bit += all ? 1 : 1 + random.nextInt(FRAME)) {
      Files.write(log, flipped(good, bit));
      assertThat(WriteAheadLog.damage(log)).as("bit %d", bit).hasValue(part(bit));
      tried++;
    }
    System.out.println(tried + " flipped bits of a log found");
  }

  @Test
  void keepsTheStoreShutUntilItIsFlippedBack() throws Exception {
    for (int i = 0; i < 20; i++) {
      int bit = random.nextInt(good.length * 8);
      restore(flipped(good, bit));
      for (int times = 0; times < 2; times++) {
        assertThatThrownBy(this::records)
            .isInstanceOf(StoreException.class)
            .hasMessageContainingAll(
                "store.db", "its log is damaged", log + ", from byte " + part(bit) + ")");
      }
      Files.write(log, good);
      assertThat(records()).isEqualTo(COMMITS);
    }
  }

  /** Why it is looked for: SQLite takes it for the end. */
  @Test
  void wouldBeTheSilentEndForSqlite() throws Exception {
    restore(flipped(good, (HEADER + FRAME) * 8 - 1));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM nightjar_record")) {
      count.next();
      assertThat(count.getInt(1)).isZero();
    }
    assertThat(log).doesNotExist();
  }

  @Test
  void isNotSeenInALogThatEndsAnywhere() throws Exception {
    for (int length = 0; length <= good.length; length += 1 + random.nextInt(FRAME / 2)) {
      restore(Arrays.copyOf(good, length));
      assertThat(WriteAheadLog.damage(log)).as("%d bytes", length).isEmpty();
      assertThat(records()).isLessThanOrEqualTo(COMMITS);
    }
  }

  /** Of the last commit it may be that it was not synced, and is there in part. */
  @Test
  void isNotSeenInALastCommitThatWasHalfWritten() throws Exception {
    for (int at = lastCommits()[1]; at < good.length; at += 8 + random.nextInt(FRAME / 2)) {
      byte[] bytes = damaged(at);
      restore(bytes);
      if (differentBits(bytes) > 1) {
        assertThat(WriteAheadLog.damage(log)).as("byte %d", at).isEmpty();
        assertThat(records()).isEqualTo(COMMITS - 1);
      }
    }
  }

  /** A frame whose checksum is damaged may hide that the next, a commit, goes on from it. */
  @Test
  void ofMoreDamageItIsEnoughThatTwoCommitsFollow() throws Exception {
    for (int at = HEADER; at < lastCommits()[0] - FRAME; at += 8 + random.nextInt(FRAME / 2)) {
      byte[] bytes = damaged(at);
      Files.write(log, bytes);
      if (differentBits(bytes) > 0) {
        assertThat(WriteAheadLog.damage(log)).as("byte %d", at).hasValue(part(8 * at));
      }
    }
  }

  /** Where the last but one commit's last frame begins, and where it ends. */
  private int[] lastCommits() {
    int at = good.length - 2 * FRAME;
    while (ByteBuffer.wrap(good).getInt(at + 4) == 0) {
      at -= FRAME;
    }
    return new int[] {at, at + FRAME};
  }

  /** Something of a frame is what was there before: zeros, or another log. */
  private byte[] damaged(int at) {
    byte[] bytes = good.clone();
    byte[] before = new byte[1 + random.nextInt(FRAME - (at - HEADER) % FRAME)];
    if (random.nextBoolean()) {
      random.nextBytes(before);
    }
    System.arraycopy(before, 0, bytes, at, before.length);
    return bytes;
  }

  private int differentBits(byte[] bytes) {
    return IntStream.range(0, good.length)
        .map(i -> Integer.bitCount((bytes[i] ^ good[i]) & 0xff))
        .sum();
  }

  /** A log is written over from its beginning once all of it is in the database. */
  @Test
  void isNotSeenInFramesOfBefore() throws Exception {
    restore(good);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(RESTART)");
      assertThat(WriteAheadLog.damage(log)).isEmpty();
      try (JdbcStore store = JdbcStore.open(file)) {
        store.write(List.of(List.of(put(hold("new"), 0, "x"))));
      }
      assertThat(Files.readAllBytes(log)).hasSameSizeAs(good).isNotEqualTo(good);
      assertThat(WriteAheadLog.damage(log)).isEmpty();
      assertThat(records()).isEqualTo(COMMITS + 1);
    }
  }

  @Test
  void needsALog() throws Exception {
    assertThat(WriteAheadLog.damage(folder.resolve("none"))).isEmpty();
    assertThat(WriteAheadLog.damage(Files.createFile(folder.resolve("empty")))).isEmpty();
    byte[] noise = new byte[HEADER + 3 * FRAME];
    random.nextBytes(noise);
    assertThat(WriteAheadLog.damage(Files.write(log, noise))).isEmpty();
    restore(good);
    assertThat(records()).isEqualTo(COMMITS);
  }
}
