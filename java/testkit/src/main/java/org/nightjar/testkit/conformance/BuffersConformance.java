package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nightjar.OnionPacket;
import org.nightjar.spi.PeeledLayout;
import org.nightjar.spi.Status;
import org.nightjar.testkit.CraftedOnion;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Scalars;

/**
 * Arrays and direct buffers as they cross to the provider: offsets, slices, what stays untouched.
 */
public interface BuffersConformance extends Subject {
  @Test
  default void echo_moves_bytes_and_nothing_else() {
    for (int length : new int[] {0, 1, 1366, 65535}) {
      byte[] in = Hex.repeat(0x5a, length);
      byte[] out = new byte[length];
      nightjar().echo(out, in);
      assertThat(out).isEqualTo(in);
      nightjar().echo(in, in);
      assertThat(in).isEqualTo(out);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> nightjar().echo(new byte[1], new byte[2]));
    assertThatNullPointerException().isThrownBy(() -> nightjar().echo(null, new byte[2]));
    assertThatNullPointerException().isThrownBy(() -> nightjar().echo(new byte[2], null));
  }

  @Test
  default void packets_out_of_an_array_need_a_range_inside_it() {
    byte[] array = new byte[2000];
    for (int[] range :
        new int[][] {
          {-1, 1366},
          {0, -1},
          {1, 2000},
          {2001, 0},
          {635, 1366},
          {Integer.MAX_VALUE, 1},
          {1, Integer.MAX_VALUE},
          {Integer.MAX_VALUE, Integer.MAX_VALUE},
          {Integer.MIN_VALUE, 0}
        }) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> OnionPacket.of(array, range[0], range[1]));
    }
    assertThatNullPointerException().isThrownBy(() -> OnionPacket.of(null));
    assertThatNullPointerException().isThrownBy(() -> OnionPacket.of(null, 0, 0));
  }

  @Test
  default void inputs_are_not_changed() {
    byte[] packet = packet(1300);
    byte[] before = packet.clone();
    byte[] assoc = HostileOnionConformance.ASSOC.clone();
    long key = backend().keyOpen(HostileOnionConformance.NODE);
    backend().onionPeel(key, packet, 0, packet.length, assoc, null);
    backend().keyClose(key);
    assertThat(packet).isEqualTo(before);
    assertThat(assoc).isEqualTo(HostileOnionConformance.ASSOC);
  }

  /** Good, wrong version, good, in every way that buffers come. */
  @Test
  default void a_batch_reads_and_writes_whatever_direct_buffers_it_is_given() {
    int length = 1366;
    byte[] good = packet(1300);
    byte[] onions = Hex.concat(good, CraftedOnion.flip(good, 3), good);
    byte[] assocs = Hex.repeat(0x42, 3 * 32);
    byte[] expected = expected(good, length);
    for (Placement placement : Placement.values()) {
      byte[] around = Hex.repeat(0xaa, expected.length + 64);
      ByteBuffer peeled = ByteBuffer.allocateDirect(around.length).put(around);
      ByteBuffer target = peeled.duplicate().position(32).slice();
      int status =
          peelBatch(target, 3, placement.of(onions), length, placement.of(assocs), 32, null);
      assertThat(status).as("%s", placement).isEqualTo(Status.OK);
      assertThat(bytes(peeled))
          .as("%s", placement)
          .isEqualTo(Hex.concat(Hex.repeat(0xaa, 32), expected, Hex.repeat(0xaa, 32)));
    }
  }

  /** How the bytes of a direct buffer may lie. */
  enum Placement {
    WHOLE {
      @Override
      ByteBuffer of(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
      }
    },
    POSITION_AT_END {
      @Override
      ByteBuffer of(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes);
      }
    },
    READ_ONLY {
      @Override
      ByteBuffer of(byte[] bytes) {
        return WHOLE.of(bytes).asReadOnlyBuffer();
      }
    },
    SLICED_AND_MISALIGNED {
      @Override
      ByteBuffer of(byte[] bytes) {
        ByteBuffer larger = ByteBuffer.allocateDirect(bytes.length + 20);
        return larger.position(13).slice().put(bytes);
      }
    };

    abstract ByteBuffer of(byte[] bytes);
  }

  @Test
  default void what_is_unused_of_a_batch_result_is_zero() {
    byte[] good = packet(1300);
    byte[] expected = expected(good, 1366);
    int slot = PeeledLayout.length(1366);
    int payload = PeeledLayout.payload(1366);
    assertThat(slot).isEqualTo(8 + 32 + 65 + 1366 + 1366 - 98);
    assertThat(Arrays.copyOfRange(expected, payload + 20, slot)).containsOnly(0);
    assertThat(Arrays.copyOfRange(expected, slot + 4, 2 * slot)).containsOnly(0);
  }

  @Test
  default void a_batch_without_associated_data_or_path_keys_works() {
    byte[] hopPayloads = CraftedOnion.hopPayloads(35, new byte[] {2});
    byte[] onion =
        CraftedOnion.of(
                nightjar(),
                Bolt4Onion.sessionKey(),
                publicKey(HostileOnionConformance.NODE),
                hopPayloads,
                new byte[0])
            .toBytes();
    ByteBuffer onions = Placement.WHOLE.of(onion);
    ByteBuffer none = ByteBuffer.allocateDirect(0);
    ByteBuffer peeled = ByteBuffer.allocateDirect(PeeledLayout.length(101));
    ByteBuffer noPathKey = ByteBuffer.allocateDirect(33);
    for (ByteBuffer pathKeys : new ByteBuffer[] {null, noPathKey}) {
      assertThat(peelBatch(peeled, 1, onions, 101, none, 0, pathKeys)).isEqualTo(Status.OK);
      assertThat(peeled.getInt(0)).isEqualTo(Status.OK);
      assertThat(peeled.getInt(4)).isEqualTo(2);
    }
    assertThat(peelBatch(peeled, 0, none, 101, none, 0, null)).isEqualTo(Status.OK);
  }

  @Test
  default void a_batch_of_impossible_sizes_is_refused() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    int[][] countOnionAndAssoc = {
      {65537, 101, 0}, {1, 100, 0}, {1, 65536, 0}, {1, 101, 65536}, {1, 101, -1}, {-1, 101, 0}
    };
    for (int[] sizes : countOnionAndAssoc) {
      assertThat(peelBatch(buffer, sizes[0], buffer, sizes[1], buffer, sizes[2], null))
          .as("%s", Arrays.toString(sizes))
          .isEqualTo(Status.ERR_ARGUMENT);
    }
  }

  @Test
  default void bad_path_keys_of_a_batch_have_their_own_status() {
    byte[] good = packet(1300);
    for (byte[] bad : Scalars.invalidPublicKeys()) {
      ByteBuffer peeled = ByteBuffer.allocateDirect(2 * PeeledLayout.length(1366));
      int status =
          peelBatch(
              peeled,
              2,
              Placement.WHOLE.of(Hex.concat(good, good)),
              1366,
              Placement.WHOLE.of(Hex.repeat(0x42, 64)),
              32,
              Placement.WHOLE.of(Hex.concat(bad, new byte[33])));
      assertThat(status).isEqualTo(Status.OK);
      assertThat(peeled.getInt(0)).isEqualTo(Status.PEER_PATH_KEY);
      assertThat(peeled.getInt(PeeledLayout.length(1366))).isEqualTo(Status.OK);
    }
  }

  private byte[] packet(int room) {
    byte[] hopPayloads = CraftedOnion.hopPayloads(room, new byte[] {20});
    return CraftedOnion.of(
            nightjar(),
            Bolt4Onion.sessionKey(),
            publicKey(HostileOnionConformance.NODE),
            hopPayloads,
            HostileOnionConformance.ASSOC)
        .toBytes();
  }

  /** The results of good, wrong version, good, from single peels. */
  private byte[] expected(byte[] good, int length) {
    long key = backend().keyOpen(HostileOnionConformance.NODE);
    byte[] answer = backend().onionPeel(key, good, 0, length, HostileOnionConformance.ASSOC, null);
    backend().keyClose(key);
    byte[] slot = Arrays.copyOf(answer, PeeledLayout.length(length));
    byte[] refused = new byte[slot.length];
    refused[3] = (byte) Status.PEER_ONION_VERSION;
    return Hex.concat(slot, refused, slot);
  }

  private int peelBatch(
      ByteBuffer peeled,
      int count,
      ByteBuffer onions,
      int onionLength,
      ByteBuffer assocs,
      int assocLength,
      @Nullable ByteBuffer pathKeys) {
    long key = backend().keyOpen(HostileOnionConformance.NODE);
    try {
      return backend()
          .onionPeelBatch(peeled, key, count, onions, onionLength, assocs, assocLength, pathKeys);
    } finally {
      backend().keyClose(key);
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.duplicate().clear().get(bytes);
    return bytes;
  }
}
