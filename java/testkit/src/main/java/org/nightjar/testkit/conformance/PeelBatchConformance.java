package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.PeelBatch;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.RejectReason;
import org.nightjar.testkit.CraftedOnion;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.PeeledText;
import org.nightjar.testkit.RandomOnion;
import org.nightjar.testkit.RandomOnions;
import org.nightjar.testkit.Scalars;

/** Peeling many packets at once gives what peeling each alone gives. */
public interface PeelBatchConformance extends Subject {
  /** One packet of a batch. */
  record Entry(OnionPacket packet, byte[] assoc, @Nullable PublicKey pathKey) {}

  @Test
  default void batches_of_any_count_equal_single_peels() {
    List<Entry> entries = entries(40, 1300, 32);
    for (int count : new int[] {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 40}) {
      assertEqualsSingles(entries.subList(0, count), 32);
    }
  }

  @Test
  default void batches_of_any_packet_length_equal_single_peels() {
    for (int room : new int[] {35, 700, 1299, 1300, 1301, 32768}) {
      assertEqualsSingles(entries(9, room, 0), 0);
      assertEqualsSingles(entries(5, room, 32), 32);
    }
  }

  @Test
  default void a_bad_packet_anywhere_changes_no_other_result() {
    List<Entry> good = entries(9, 700, 32);
    for (Bad bad : Bad.values()) {
      for (int at = 0; at < good.size(); at++) {
        List<Entry> entries = new ArrayList<>(good);
        entries.set(at, bad.spoil(this, good.get(at)));
        List<Peeled> results = assertEqualsSingles(entries, 32);
        assertThat(results.get(at)).isInstanceOf(Peeled.Rejected.class);
        assertThat(((Peeled.Rejected) results.get(at)).reason()).isEqualTo(bad.reason);
      }
    }
    List<Entry> allBad = new ArrayList<>();
    for (Bad bad : Bad.values()) {
      allBad.add(bad.spoil(this, good.get(bad.ordinal())));
    }
    assertEqualsSingles(allBad, 32);
  }

  /** Ways to spoil a packet, each found at another step. */
  enum Bad {
    VERSION(RejectReason.ONION_VERSION) {
      @Override
      Entry spoil(Subject subject, Entry entry) {
        return with(entry, CraftedOnion.flip(entry.packet.toBytes(), 0));
      }
    },
    KEY(RejectReason.ONION_KEY) {
      @Override
      Entry spoil(Subject subject, Entry entry) {
        byte[] packet = entry.packet.toBytes();
        System.arraycopy(Scalars.bytes(5), 0, packet, 2, 32);
        return with(entry, packet);
      }
    },
    HMAC(RejectReason.ONION_HMAC) {
      @Override
      Entry spoil(Subject subject, Entry entry) {
        byte[] packet = entry.packet.toBytes();
        return with(entry, CraftedOnion.flip(packet, packet.length * 8 - 1));
      }
    },
    PAYLOAD(RejectReason.ONION_PAYLOAD) {
      @Override
      Entry spoil(Subject subject, Entry entry) {
        byte[] hopPayloads =
            CraftedOnion.hopPayloads(
                entry.packet.length() - 66, CraftedOnion.bigSize(0xff, (1L << 32) + 10));
        OnionPacket packet =
            CraftedOnion.of(
                subject.nightjar(),
                Bolt4Onion.sessionKey(),
                subject.publicKey(NODE),
                hopPayloads,
                entry.assoc);
        return new Entry(packet, entry.assoc, null);
      }
    },
    PATH_KEY(RejectReason.PATH_KEY) {
      @Override
      Entry spoil(Subject subject, Entry entry) {
        byte[] noPoint = Hex.concat(new byte[] {3}, Scalars.bytes(5));
        return new Entry(entry.packet, entry.assoc, PublicKey.of(noPoint));
      }
    };

    private final RejectReason reason;

    Bad(RejectReason reason) {
      this.reason = reason;
    }

    abstract Entry spoil(Subject subject, Entry entry);

    private static Entry with(Entry entry, byte[] packet) {
      return new Entry(OnionPacket.of(packet), entry.assoc, entry.pathKey);
    }
  }

  @Test
  default void a_batch_is_used_again_after_clear() {
    List<Entry> entries = entries(6, 700, 32);
    PeelBatch batch = nightjar().newPeelBatch(6, 766, 32);
    try (NodeKey key = open(NODE)) {
      fill(batch, entries);
      batch.peel(key);
      assertSame(batch.result(5), single(key, entries.get(5)));
      batch.clear();
      assertThat(batch.size()).isZero();
      assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.result(0));
      fill(batch, entries.subList(3, 5));
      batch.peel(key);
      assertSame(batch.result(0), single(key, entries.get(3)));
      assertSame(batch.result(1), single(key, entries.get(4)));
      assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.result(2));
    }
  }

  @Test
  default void results_stay_when_the_batch_is_cleared() {
    List<Entry> entries = entries(1, 700, 32);
    PeelBatch batch = nightjar().newPeelBatch(1, 766, 32);
    try (NodeKey key = open(NODE)) {
      fill(batch, entries);
      batch.peel(key);
      Peeled result = batch.result(0);
      batch.clear();
      assertSame(result, single(key, entries.get(0)));
    }
  }

  @Test
  default void sizes_indices_and_nulls_out_of_range_are_refused_by_batches() {
    for (int[] sizes :
        new int[][] {
          {0, 1366, 32},
          {-1, 1366, 32},
          {65537, 1366, 32},
          {1, 100, 32},
          {1, 65536, 32},
          {1, -1, 32},
          {1, 1366, -1},
          {1, 1366, 65536},
          {65536, 65535, 0},
          {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE}
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightjar().newPeelBatch(sizes[0], sizes[1], sizes[2]));
    }
    PeelBatch batch = nightjar().newPeelBatch(1, 1366, 32);
    OnionPacket packet = OnionPacket.of(new byte[1366]);
    for (int length : new int[] {0, 101, 1365, 1367}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> batch.add(OnionPacket.of(new byte[length]), new byte[32], null));
    }
    for (int length : new int[] {0, 31, 33}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> batch.add(packet, new byte[length], null));
    }
    assertThatNullPointerException()
        .isThrownBy(() -> batch.add((OnionPacket) null, new byte[32], null));
    assertThatNullPointerException().isThrownBy(() -> batch.add(packet, null, null));
    assertThatNullPointerException().isThrownBy(() -> batch.peel(null));
    assertThat(batch.size()).isZero();
    batch.add(packet, new byte[32], null);
    assertThat(batch.isFull()).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> batch.add(packet, new byte[32], null));
    for (int index : new int[] {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> batch.result(index));
    }
  }

  /** The node that peels. */
  byte[] NODE = HostileOnionConformance.NODE;

  /**
   * Packets for {@link #NODE} as first hop, of random routes; every third of them for a blinded
   * hop.
   */
  private List<Entry> entries(int count, int room, int assocLength) {
    RandomOnions onions = new RandomOnions(nightjar(), "batch");
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PublicKey pathKey = i % 3 == 2 ? publicKey(Scalars.bytes(1000 + i)) : null;
      RandomOnion onion = onions.get(i, room, assocLength).startingAt(nightjar(), NODE, pathKey);
      entries.add(new Entry(onion.build(nightjar()).packet(), onion.assoc(), pathKey));
    }
    return entries;
  }

  private List<Peeled> assertEqualsSingles(List<Entry> entries, int assocLength) {
    int onionLength = entries.isEmpty() ? 1366 : entries.get(0).packet.length();
    PeelBatch batch =
        nightjar().newPeelBatch(Math.max(1, entries.size()), onionLength, assocLength);
    List<Peeled> results = new ArrayList<>();
    try (NodeKey key = open(NODE)) {
      fill(batch, entries);
      batch.peel(key);
      for (int i = 0; i < entries.size(); i++) {
        results.add(batch.result(i));
        assertSame(results.get(i), single(key, entries.get(i)));
      }
    }
    return results;
  }

  private static void fill(PeelBatch batch, List<Entry> entries) {
    entries.forEach(entry -> batch.add(entry.packet, entry.assoc, entry.pathKey));
  }

  private Peeled single(NodeKey key, Entry entry) {
    return nightjar().peel(key, entry.packet, entry.assoc, entry.pathKey);
  }

  private static void assertSame(Peeled actual, Peeled expected) {
    assertThat(PeeledText.of(actual)).isEqualTo(PeeledText.of(expected));
  }
}
