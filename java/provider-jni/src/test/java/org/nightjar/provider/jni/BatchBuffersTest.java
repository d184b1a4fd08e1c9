package org.nightjar.provider.jni;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Status;

/** A batch call whose buffers break the contract is answered, never obeyed. */
class BatchBuffersTest {
  private static final int COUNT = 3;
  private static Backend backend;
  private static long key;

  @BeforeAll
  static void open() throws Exception {
    backend = new JniProvider().open();
    byte[] secret = new byte[32];
    secret[31] = 1;
    key = backend.keyOpen(secret);
  }

  @AfterAll
  static void close() {
    backend.keyClose(key);
  }

  private interface Call {
    int apply(ByteBuffer[] buffers);
  }

  /**
   * A batch call with elements of zeros.
   *
   * @param outputs how many of the buffers come first as outputs
   * @param ints the index of the buffer of statuses
   * @param lengths bytes of each buffer
   */
  private record Batch(String name, int outputs, int ints, Call call, int... lengths) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Batch> batches() {
    return Stream.of(
        new Batch(
            "public keys",
            2,
            1,
            b -> backend.publicKeyCreateBatch(b[0], b[1], COUNT, b[2]),
            COUNT * 33,
            COUNT * 4,
            COUNT * 32),
        new Batch(
            "shared secrets",
            2,
            1,
            b -> backend.ecdhBatch(b[0], b[1], COUNT, b[2], b[3]),
            COUNT * 32,
            COUNT * 4,
            COUNT * 32,
            COUNT * 33),
        new Batch(
            "signatures",
            1,
            0,
            b -> backend.schnorrVerifyBatch(b[0], COUNT, b[1], b[2], 7, b[3]),
            COUNT * 4,
            COUNT * 32,
            COUNT * 7,
            COUNT * 64),
        new Batch(
            "hops",
            3,
            2,
            b -> backend.blindedUnblindBatch(b[0], b[1], b[2], key, COUNT, b[3], b[4], 20),
            COUNT * 4,
            COUNT * 33,
            COUNT * 4,
            COUNT * 33,
            COUNT * 20),
        new Batch("routes", 3, 2, b -> build(b, COUNT, 2, 12), routeLengths()),
        new Batch(
            "paths",
            4,
            3,
            b ->
                backend.blindedPathCreateBatch(
                    b[0], b[1], b[2], b[3], COUNT, b[4], 2, b[5], b[7], 12, b[6]),
            COUNT * 66,
            COUNT * 66,
            12 + COUNT * 32,
            COUNT * 4,
            COUNT * 32,
            COUNT * 66,
            COUNT * 8,
            12));
  }

  /** Of packets of 200 bytes for two hops with payloads of two bytes each. */
  private static int[] routeLengths() {
    return new int[] {
      COUNT * 200, COUNT * 64, COUNT * 4, COUNT * 32, COUNT * 66, 12, COUNT * 8, COUNT * 9
    };
  }

  private static int build(ByteBuffer[] b, int count, int hopCount, int payloadsLength) {
    return backend.onionBuildBatch(
        b[0], 200, b[1], b[2], count, b[3], hopCount, b[4], b[5], payloadsLength, b[6], b[7], 9);
  }

  private static int createPaths(ByteBuffer b, int count, int hopCount, int payloadsLength) {
    return backend.blindedPathCreateBatch(b, b, b, b, count, b, hopCount, b, b, payloadsLength, b);
  }

  private static ByteBuffer[] buffers(int... lengths) {
    ByteBuffer[] buffers = new ByteBuffer[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      buffers[i] = ByteBuffer.allocateDirect(lengths[i]).order(ByteOrder.nativeOrder());
    }
    return buffers;
  }

  private static ByteBuffer[] right(Batch batch) {
    ByteBuffer[] buffers = buffers(batch.lengths);
    if (List.of("routes", "paths").contains(batch.name)) {
      while (buffers[6].hasRemaining()) {
        buffers[6].putInt(2);
      }
    }
    return buffers;
  }

  @Test
  void zerosAreBadElementsOfAGoodBatch() {
    batches()
        .forEach(
            batch -> {
              ByteBuffer[] buffers = right(batch);
              assertThat(batch.call.apply(buffers)).as("%s", batch).isEqualTo(Status.OK);
              for (int i = 0; i < COUNT; i++) {
                assertThat(buffers[batch.ints].getInt(4 * i)).as("%s", batch).isBetween(101, 207);
              }
            });
  }

  @Test
  void buffersThatAreMissingShortOnTheHeapOrNotToBeWrittenAreRefused() {
    batches()
        .forEach(
            batch -> {
              for (int i = 0; i < batch.lengths.length; i++) {
                int length = batch.lengths[i];
                refuses(batch, i, null);
                refuses(batch, i, ByteBuffer.allocate(length));
                refuses(batch, i, ByteBuffer.allocateDirect(length).slice(1, length - 1));
                if (i < batch.outputs) {
                  refuses(batch, i, ByteBuffer.allocateDirect(length).asReadOnlyBuffer());
                }
              }
              int length = batch.lengths[batch.ints];
              refuses(batch, batch.ints, ByteBuffer.allocateDirect(length + 1).slice(1, length));
            });
  }

  private static void refuses(Batch batch, int index, ByteBuffer wrong) {
    ByteBuffer[] buffers = right(batch);
    buffers[index] = wrong;
    assertThat(batch.call.apply(buffers))
        .as("%s, buffer %d is %s", batch, index, wrong)
        .isEqualTo(Status.ERR_ARGUMENT);
  }

  @Test
  void outputsThatOverlapInputsAreRefused() {
    ByteBuffer one = ByteBuffer.allocateDirect(1000);
    ByteBuffer statuses = ByteBuffer.allocateDirect(COUNT * 4);
    assertThat(backend.publicKeyCreateBatch(one, statuses, COUNT, one))
        .isEqualTo(Status.ERR_OVERLAP);
    assertThat(backend.ecdhBatch(one, statuses, COUNT, one, one.slice(500, 99)))
        .isEqualTo(Status.ERR_OVERLAP);
    assertThat(backend.schnorrVerifyBatch(one, COUNT, one, one, 1, one))
        .isEqualTo(Status.ERR_OVERLAP);
    assertThat(backend.blindedUnblindBatch(one, one, statuses, key, COUNT, one, one, 20))
        .isEqualTo(Status.ERR_OVERLAP);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    ByteBuffer b = ByteBuffer.allocateDirect(1 << 20);
    ByteBuffer[] route = buffers(routeLengths());
    List<IntSupplier> wrong =
        List.of(
            () -> backend.publicKeyCreateBatch(b, b, -1, b),
            () -> backend.publicKeyCreateBatch(b, b, 65537, b),
            () -> backend.ecdhBatch(b, b, Integer.MIN_VALUE, b, b),
            () -> backend.ecdhBatch(b, b, Integer.MAX_VALUE, b, b),
            () -> backend.schnorrVerifyBatch(b, 1, b, b, -1, b),
            () -> backend.schnorrVerifyBatch(b, 2, b, b, Integer.MAX_VALUE, b),
            () -> backend.blindedUnblindBatch(b, b, b, key, 1, b, b, 15),
            () -> backend.blindedUnblindBatch(b, b, b, key, 1, b, b, 65536),
            () -> backend.blindedUnblindBatch(b, b, b, key, 1, b, b, -1),
            () -> backend.blindedUnblindBatch(b, b, b, 0, 1, b, b, 20),
            () -> createPaths(b, 1, 0, 0),
            () -> createPaths(b, 1, 256, 0),
            () -> createPaths(b, 65537, 1, 0),
            () -> createPaths(b, 1, 1, -1),
            () -> createPaths(b, 1, 1, 1),
            () -> build(route, -1, 2, 12),
            () -> build(route, 4097, 2, 12),
            () -> build(route, COUNT, 0, 12),
            () -> build(route, COUNT, -1, 12),
            () -> build(route, COUNT, Integer.MAX_VALUE, 12),
            () -> build(route, COUNT, 2, -1),
            () -> build(route, COUNT, 2, 13),
            () -> build(route, COUNT, 2, Integer.MAX_VALUE),
            () -> build(route, COUNT, 2, 11));
    for (int i = 0; i < wrong.size(); i++) {
      assertThat(wrong.get(i).getAsInt()).as("case %d", i).isEqualTo(Status.ERR_ARGUMENT);
    }
  }
}
