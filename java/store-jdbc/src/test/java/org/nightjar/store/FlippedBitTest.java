package org.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.store.StoreConformance.claim;
import static org.nightjar.store.StoreConformance.hold;
import static org.nightjar.store.StoreConformance.replay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.TlvStreamBuilder;

/**
 * A bit of a SQLite file flips: the store does not open, or a record is found damaged, or every
 * record is what and where it was. Bits that mean nothing there are many. Claims have no checksum;
 * of them some are forgotten, which docs/THREAT-MODEL.md weighs.
 */
class FlippedBitTest {
  /** The smallest that SQLite has, for few bits that mean nothing. */
  private static final int PAGE = 512;

  /** Few claims, so that most of them are in the index. */
  private static final int RUN = 4;

  private static final int RECORDS = 12;
  private static final int CLAIMS = 20;

  @TempDir Path folder;
  private Path file;
  private byte[] good;
  private List<String> records;

  @BeforeEach
  void write() throws Exception {
    file = folder.resolve("store.db");
    try (JdbcStore store = open()) {
      List<Write> writes = new ArrayList<>();
      for (int i = 0; i < RECORDS; i++) {
        byte[] value =
            RecordFormat.encode(i, new TlvStreamBuilder().put(1, new byte[20 + 7 * i]).build());
        Due due = i % 2 == 0 ? Due.atHeight(800_000 + i) : Due.at(Instant.ofEpochSecond(i));
        writes.add(new Write.Put(hold("hold " + i), 0, value, i % 3 == 0 ? Due.NONE : due));
      }
      store.write(List.of(writes));
      for (int i = 0; i < CLAIMS; i++) {
        store.write(List.of(List.of(claim(replay("onion " + i), "owner", 800_000))));
      }
    }
    good = Files.readAllBytes(file);
    records = records();
  }

  private JdbcStore open() throws StoreException {
    String url = "jdbc:sqlite:" + file + "?page_size=" + PAGE;
    return JdbcStore.open(new Sqlite(url, RUN), url, file.toString());
  }

  /** How many claims are not found. */
  private int forgotten() throws StoreException {
    try (JdbcStore store = open()) {
      int forgotten = 0;
      for (int i = 0; i < CLAIMS; i++) {
        forgotten += store.load(replay("onion " + i)).isEmpty() ? 1 : 0;
      }
      return forgotten;
    }
  }

  /** Opens the store and reads all records, as a node that starts does. */
  private List<String> records() throws StoreException {
    try (JdbcStore store = open()) {
      RecordFormat.checkAll(store);
      List<String> records = new ArrayList<>();
      for (Stored stored : store.scan(Kind.HOLD, null, 100)) {
        // Not the version, which only tells a write that it comes second.
        records.add(text(stored));
        assertThat(store.load(stored.key()).map(FlippedBitTest::text)).contains(text(stored));
      }
      for (Stored stored : store.due(Kind.HOLD, Instant.ofEpochSecond(1_000_000), 100)) {
        records.add("by time " + text(stored));
      }
      for (Stored stored : store.dueAtHeight(Kind.HOLD, 900_000, 100)) {
        records.add("by height " + text(stored));
      }
      return records;
    }
  }

  private static String text(Stored stored) {
    return stored.key() + " " + stored.due() + " " + HexFormat.of().formatHex(stored.value());
  }

  /** Every bit in a long run, some of each page in a short one. */
  @Test
  void isFoundOrChangesNothing() throws Exception {
    long seed = Long.getLong("nightjar.seed", System.nanoTime());
    System.out.println("FlippedBitTest: -Dnightjar.seed=" + seed);
    Random random = new Random(seed);
    boolean all = Integer.getInteger("nightjar.kills", 5) >= 300;
    int found = 0;
    int forgetful = 0;
    int tried = 0;
    for (int bit = 0; bit < good.length * 8; bit += all ? 1 : 1 + random.nextInt(PAGE)) {
      restore(flipped(bit));
      tried++;
      try {
        assertThat(records()).as("bit %d", bit).isEqualTo(records);
        forgetful += forgotten() > 0 ? 1 : 0;
      } catch (StoreException e) {
        assertThat(e.getMessage()).isNotBlank();
        found++;
      }
    }
    System.out.printf(
        "%d flipped bits, %d found, %d forget claims, the others change no record%n",
        tried, found, forgetful);
    assertThat(found).isBetween(1, tried);
  }

  @Test
  void ofADueHeightIsNamed() throws Exception {
    byte[] height = {0x0c, 0x35, 0x02};
    int named = 0;
    for (int at = 0; at < good.length - height.length; at++) {
      // It lies in the table, in the index, and perhaps where a page was before it was split.
      if (Arrays.equals(good, at, at + height.length, height, 0, height.length)) {
        restore(flipped(8 * at + 6));
        try {
          records();
        } catch (StoreException e) {
          assertThat(e).hasMessageContainingAll("store.db", "damaged", "nightjar_record");
          named++;
        }
      }
    }
    assertThat(named).isGreaterThanOrEqualTo(2);
  }

  private byte[] flipped(int bit) {
    byte[] bytes = good.clone();
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return bytes;
  }

  private void restore(byte[] bytes) throws Exception {
    for (String suffix : List.of("-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve("store.db" + suffix));
    }
    Files.write(file, bytes);
  }
}
