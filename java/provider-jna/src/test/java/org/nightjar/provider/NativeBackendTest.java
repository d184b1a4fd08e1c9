package org.nightjar.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.spi.Backend;
import org.nightjar.spi.PeeledLayout;
import org.nightjar.spi.Status;

/**
 * The boundary of both native providers: bytes arrive, and a call that breaks the contract is
 * answered, never obeyed. That the core computes the right things is tested in C and in the
 * conformance suite.
 */
class NativeBackendTest {
  private static final byte[] SECRET = HexFormat.of().parseHex("41".repeat(32));
  private static final byte[] SESSION = HexFormat.of().parseHex("42".repeat(32));
  private static final int ONION = 1366;

  private static Backend open(String id) throws Exception {
    return Probe.provider(id).open();
  }

  private static byte[] point(Backend backend) {
    byte[] point = new byte[33];
    assertThat(backend.publicKeyCreate(point, SECRET)).isEqualTo(Status.OK);
    return point;
  }

  /** An onion of this length for two hops, both with the key SECRET. */
  private static byte[] onion(Backend backend, int length) {
    byte[] hops = new byte[66];
    System.arraycopy(point(backend), 0, hops, 0, 33);
    System.arraycopy(point(backend), 0, hops, 33, 33);
    byte[] onion = new byte[length];
    int status =
        backend.onionBuild(
            onion,
            new byte[64],
            SESSION,
            hops,
            new byte[] {1, 2, 3, 4, 5},
            new int[] {2, 3},
            new byte[32]);
    assertThat(status).isEqualTo(Status.OK);
    return onion;
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void echoesEveryLength(String id) throws Exception {
    Backend backend = open(id);
    for (int length :
        new int[] {0, 1, 7, 8, 9, 1366, 4095, 4096, 4097, 8191, 8192, 8193, 70_000, 5_000_000}) {
      byte[] in = new byte[length];
      for (int i = 0; i < length; i++) {
        in[i] = (byte) (i * 7 + i / 256);
      }
      byte[] out = new byte[length];
      assertThat(backend.echo(out, in)).isEqualTo(Status.OK);
      assertThat(Arrays.equals(out, in)).as("length %d", length).isTrue();
      assertThat(backend.echo(in, in)).isEqualTo(Status.OK);
      assertThat(Arrays.equals(out, in)).as("length %d, in place", length).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void peelsOnionsOfEveryKindOfLength(String id) throws Exception {
    Backend backend = open(id);
    long key = backend.keyOpen(SECRET);
    for (int length : new int[] {66 + 35 + 36, ONION, 4000, 32_834, 65_535}) {
      byte[] padded = new byte[length + 20];
      System.arraycopy(onion(backend, length), 0, padded, 13, length);
      byte[] peeled = backend.onionPeel(key, padded, 13, length, new byte[32], null);
      assertThat(peeled).hasSize(PeeledLayout.payload(length) + 2);
      assertThat(Arrays.copyOf(peeled, 8)).containsExactly(0, 0, 0, 0, 0, 0, 0, 2);
      assertThat(Arrays.copyOfRange(peeled, peeled.length - 2, peeled.length))
          .containsExactly(1, 2);
      byte[] last = backend.onionPeel(key, peeled, PeeledLayout.NEXT, length, new byte[32], null);
      assertThat(Arrays.copyOfRange(last, last.length - 3, last.length)).containsExactly(3, 4, 5);
    }
    backend.keyClose(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void refusedOnionsAnswerTheirStatus(String id) throws Exception {
    Backend backend = open(id);
    long key = backend.keyOpen(SECRET);
    byte[] onion = onion(backend, ONION);
    byte[] assoc = new byte[32];
    assertThat(backend.onionPeel(key, onion, 0, 100, assoc, null)).containsExactly(0, 0, 0, 200);
    assertThat(backend.onionPeel(key, onion, 0, 65_536, assoc, null)).containsExactly(0, 0, 0, 200);
    assertThat(backend.onionPeel(key, onion, 1, ONION - 1, assoc, null))
        .containsExactly(0, 0, 0, 201);
    assertThat(backend.onionPeel(key, onion, 0, ONION, new byte[31], null))
        .containsExactly(0, 0, 0, 203);
    assertThat(backend.onionPeel(key, onion, 0, ONION, assoc, new byte[33]))
        .containsExactly(0, 0, 0, 205);
    byte[] argument = {0, 0, 0, 100};
    assertThat(backend.onionPeel(0, onion, 0, ONION, assoc, null)).isEqualTo(argument);
    assertThat(backend.onionPeel(key, null, 0, ONION, assoc, null)).isEqualTo(argument);
    assertThat(backend.onionPeel(key, onion, 0, ONION, null, null)).isEqualTo(argument);
    assertThat(backend.onionPeel(key, onion, 0, ONION, assoc, new byte[32])).isEqualTo(argument);
    assertThat(backend.onionPeel(key, onion, -1, ONION, assoc, null)).isEqualTo(argument);
    assertThat(backend.onionPeel(key, onion, 1, ONION, assoc, null)).isEqualTo(argument);
    assertThat(backend.onionPeel(key, onion, 0, -1, assoc, null)).isEqualTo(argument);
    assertThat(backend.onionPeel(key, onion, Integer.MAX_VALUE, ONION, assoc, null))
        .isEqualTo(argument);
    backend.keyClose(key);
  }

  /**
   * A valid HMAC over a payload length of 0: the shared secret is kept, to encrypt the failure
   * with.
   */
  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void hostilePayloadLengthKeepsTheSharedSecret(String id) throws Exception {
    Backend backend = open(id);
    byte[] onion = onion(backend, ONION);
    byte[] secret = new byte[32];
    assertThat(backend.ecdh(secret, SECRET, Arrays.copyOfRange(onion, 1, 34))).isEqualTo(Status.OK);
    byte[] rho = new byte[32];
    byte[] mu = new byte[32];
    assertThat(backend.kdf(rho, 0, secret)).isEqualTo(Status.OK);
    assertThat(backend.kdf(mu, 1, secret)).isEqualTo(Status.OK);
    onion[34] ^= 2; // the first byte of the payloads is the length, 2
    byte[] authenticated = new byte[1300 + 32];
    System.arraycopy(onion, 34, authenticated, 0, 1300);
    byte[] hmac = new byte[32];
    assertThat(backend.hmacSha256(hmac, mu, authenticated)).isEqualTo(Status.OK);
    System.arraycopy(hmac, 0, onion, 1334, 32);
    long key = backend.keyOpen(SECRET);
    byte[] answer = backend.onionPeel(key, onion, 0, ONION, new byte[32], null);
    assertThat(answer).hasSize(40);
    assertThat(Arrays.copyOf(answer, 8)).containsExactly(0, 0, 0, 204, 0, 0, 0, 0);
    assertThat(Arrays.copyOfRange(answer, 8, 40)).isEqualTo(secret);
    backend.keyClose(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void batchTakesDirectBuffersThatAreLargeEnough(String id) throws Exception {
    Backend backend = open(id);
    long key = backend.keyOpen(SECRET);
    byte[] onion = onion(backend, ONION);
    int size = PeeledLayout.length(ONION);
    // Slices that start inside their memory, and positions that do not count.
    ByteBuffer peeled = ByteBuffer.allocateDirect(2 * size + 5).slice(5, 2 * size).position(3);
    ByteBuffer onions = ByteBuffer.allocateDirect(2 * ONION + 1).slice(1, 2 * ONION);
    onions.put(onion).put(onion).put(ONION + 1365, (byte) (onion[1365] ^ 1));
    ByteBuffer assocs = ByteBuffer.allocateDirect(64).position(64);
    ByteBuffer keys = ByteBuffer.allocateDirect(66);
    assertThat(backend.onionPeelBatch(peeled, key, 2, onions, ONION, assocs, 32, keys))
        .isEqualTo(Status.OK);
    byte[] single = backend.onionPeel(key, onion, 0, ONION, new byte[32], null);
    byte[] first = new byte[single.length];
    peeled.get(0, first);
    assertThat(first).isEqualTo(single);
    assertThat(peeled.getInt(size)).isEqualTo(Status.PEER_ONION_HMAC);
    assertThat(IntStream.range(size + 4, 2 * size).allMatch(i -> peeled.get(i) == 0)).isTrue();
    assertThat(backend.onionPeelBatch(peeled, key, 0, onions, ONION, assocs, 32, null))
        .isEqualTo(Status.OK);
    backend.keyClose(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void batchRefusesOtherBuffers(String id) throws Exception {
    Backend backend = open(id);
    long key = backend.keyOpen(SECRET);
    int size = PeeledLayout.length(ONION);
    ByteBuffer peeled = ByteBuffer.allocateDirect(2 * size);
    ByteBuffer onions = ByteBuffer.allocateDirect(2 * ONION);
    ByteBuffer assocs = ByteBuffer.allocateDirect(64);
    ByteBuffer none = ByteBuffer.allocateDirect(0);
    List<Callable<Integer>> wrong =
        List.of(
            () -> backend.onionPeelBatch(null, key, 2, onions, ONION, assocs, 32, null),
            () -> backend.onionPeelBatch(peeled, key, 2, null, ONION, assocs, 32, null),
            () -> backend.onionPeelBatch(peeled, key, 2, onions, ONION, null, 32, null),
            () ->
                backend.onionPeelBatch(
                    peeled.asReadOnlyBuffer(), key, 2, onions, ONION, assocs, 32, null),
            () ->
                backend.onionPeelBatch(
                    peeled.slice(1, 2 * size - 1), key, 2, onions, ONION, assocs, 32, null),
            () -> backend.onionPeelBatch(peeled, key, 3, onions, ONION, assocs, 32, null),
            () -> backend.onionPeelBatch(peeled, key, 2, onions, ONION + 1, assocs, 32, null),
            () -> backend.onionPeelBatch(peeled, key, 2, onions, ONION, assocs, 33, null),
            () ->
                backend.onionPeelBatch(
                    peeled, key, 2, onions, ONION, assocs, 32, ByteBuffer.allocateDirect(65)),
            () ->
                backend.onionPeelBatch(
                    ByteBuffer.allocate(2 * size), key, 2, onions, ONION, assocs, 32, null),
            () -> backend.onionPeelBatch(peeled, key, -1, onions, ONION, assocs, 32, null),
            () ->
                backend.onionPeelBatch(
                    peeled, key, Integer.MAX_VALUE, onions, ONION, assocs, 32, null),
            () -> backend.onionPeelBatch(peeled, key, 2, onions, -1, assocs, 32, null),
            () -> backend.onionPeelBatch(peeled, key, 2, onions, 0, assocs, 32, null),
            () ->
                backend.onionPeelBatch(peeled, key, 2, onions, Integer.MAX_VALUE, assocs, 32, null),
            () -> backend.onionPeelBatch(peeled, key, 2, onions, ONION, assocs, -1, null),
            () -> backend.onionPeelBatch(peeled, 0, 2, onions, ONION, assocs, 32, null),
            () -> backend.onionPeelBatch(none, key, 1, none, ONION, none, 0, none));
    for (int i = 0; i < wrong.size(); i++) {
      assertThat(wrong.get(i).call()).as("case %d", i).isEqualTo(Status.ERR_ARGUMENT);
    }
    assertThat(backend.onionPeelBatch(onions, key, 1, onions, 137, assocs, 32, null))
        .isEqualTo(Status.ERR_OVERLAP);
    backend.keyClose(key);
  }

  /** Every array of every call in turn null, one too short and one too long. */
  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void wrongArraysAreRefused(String id) throws Exception {
    Backend backend = open(id);
    byte[] point = point(backend);
    refusesWrong(a -> backend.secretKeyCheck(a[0]), new byte[32]);
    refusesWrong(a -> backend.publicKeyCheck(a[0]), point);
    refusesWrong(a -> backend.publicKeyCreate(a[0], a[1]), new byte[33], SECRET);
    refusesWrong(a -> backend.ecdh(a[0], a[1], a[2]), new byte[32], SECRET, point);
    refusesWrong(a -> backend.kdf(a[0], 0, a[1]), new byte[32], SECRET);
    refusesWrong(
        a -> backend.chacha20(a[0], 0, a[1], a[2], 0, new byte[3], 0, 3),
        null,
        SECRET,
        new byte[12]);
    refusesWrong(
        a -> backend.aeadEncrypt(a[0], a[1], a[2], point, SECRET),
        new byte[48],
        SECRET,
        new byte[12]);
    refusesWrong(
        a -> backend.aeadDecrypt(a[0], a[1], a[2], point, new byte[48]),
        new byte[32],
        SECRET,
        new byte[12]);
    refusesWrong(
        a -> backend.schnorrSign(a[0], a[1], point, a[2]), new byte[64], SECRET, new byte[32]);
    refusesWrong(a -> backend.schnorrVerify(a[0], point, a[1]), new byte[32], new byte[64]);
    refusesWrong(a -> backend.sha256(a[0], point), new byte[32]);
    refusesWrong(a -> backend.hmacSha256(a[0], point, point), new byte[32]);
    refusesWrong(a -> backend.echo(a[0], point), new byte[33]);
    refusesWrong(
        a ->
            backend.onionBuild(
                new byte[ONION], a[0], a[1], a[2], new byte[2], new int[] {2}, SECRET),
        new byte[32],
        SECRET,
        point);
    assertThat(backend.keyOpen(new byte[32])).isZero();
    assertThat(backend.keyOpen(new byte[31])).isZero();
    assertThat(backend.keyOpen(null)).isZero();
  }

  /** The same for failures and blinded paths. */
  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void wrongArraysOfFailuresAndPathsAreRefused(String id) throws Exception {
    Backend backend = open(id);
    byte[] point = point(backend);
    byte[] packet = new byte[292];
    byte[] data = new byte[920];
    int[] one = {2};
    long key = backend.keyOpen(SECRET);
    refusesWrong(a -> backend.failureCreate(packet, a[0], SECRET), SECRET);
    refusesWrong(a -> backend.failureWrap(packet, a[0]), SECRET);
    refusesWrong(
        a -> backend.failureDecrypt(a[0], new int[2], packet, a[1]), new byte[292], SECRET);
    refusesWrong(a -> backend.attributionWrap(a[0], packet, a[1], 1), new byte[920], SECRET);
    refusesWrong(
        a -> backend.attributionDecrypt(new int[1], new int[1], a[0], packet, a[1]), data, SECRET);
    refusesWrong(
        a -> backend.blindedPathCreate(a[0], a[1], a[2], a[3], a[4], new byte[2], one),
        new byte[33],
        new byte[33],
        new byte[18],
        SECRET,
        point);
    refusesWrong(
        a -> backend.blindedUnblind(a[0], a[1], key, a[2], new byte[20]),
        new byte[4],
        new byte[33],
        point);
    refusesWrong(a -> backend.blindedSecretKey(a[0], key, a[1]), new byte[32], point);
    List<Callable<Integer>> wrong =
        List.of(
            () -> backend.failureCreate(null, SECRET, SECRET),
            () -> backend.failureCreate(packet, SECRET, null),
            () -> backend.failureWrap(null, SECRET),
            () -> backend.failureDecrypt(packet, new int[2], null, SECRET),
            () -> backend.failureDecrypt(new byte[292], null, packet, SECRET),
            () -> backend.failureDecrypt(new byte[292], new int[1], packet, SECRET),
            () -> backend.failureDecrypt(new byte[292], new int[3], packet, SECRET),
            () -> backend.attributionWrap(data, null, SECRET, 1),
            () -> backend.attributionDecrypt(null, new int[1], data, packet, SECRET),
            () -> backend.attributionDecrypt(new int[0], new int[1], data, packet, SECRET),
            () -> backend.attributionDecrypt(new int[2], new int[1], data, packet, SECRET),
            () -> backend.attributionDecrypt(new int[1], null, data, packet, SECRET),
            () -> backend.attributionDecrypt(new int[1], new int[2], data, packet, SECRET),
            () -> backend.attributionDecrypt(new int[1], new int[1], data, null, SECRET),
            () -> createPath(backend, null, one),
            () -> createPath(backend, new byte[2], null),
            () -> createPath(backend, new byte[2], new int[] {1}),
            () -> createPath(backend, new byte[2], new int[] {-2}),
            () -> createPath(backend, new byte[2], new int[0]),
            () -> createPath(backend, new byte[2], new int[256]),
            () -> createPath(backend, new byte[2], new int[100_000]),
            () -> backend.blindedUnblind(new byte[0], new byte[33], key, point, null),
            () -> backend.blindedUnblind(new byte[0], new byte[33], 0, point, new byte[16]),
            () -> backend.blindedSecretKey(new byte[32], 0, point));
    for (int i = 0; i < wrong.size(); i++) {
      assertThat(wrong.get(i).call()).as("case %d", i).isEqualTo(Status.ERR_ARGUMENT);
    }
    backend.keyClose(key);
  }

  private static int createPath(Backend backend, byte[] payloads, int[] lengths) {
    int count = lengths == null ? 1 : lengths.length;
    return backend.blindedPathCreate(
        new byte[33 * count],
        new byte[33 * count],
        new byte[2 + 16 * count],
        SECRET,
        new byte[33 * count],
        payloads,
        lengths);
  }

  private interface Call {
    int apply(byte[][] arrays);
  }

  private static void refusesWrong(Call call, byte[]... right) {
    for (int i = 0; i < right.length; i++) {
      if (right[i] == null) {
        continue;
      }
      int length = right[i].length;
      for (byte[] wrong : new byte[][] {null, new byte[length - 1], new byte[length + 1]}) {
        byte[][] arrays = right.clone();
        arrays[i] = wrong;
        boolean allowed = wrong == null && i == 2 && right[0] != null && right[0].length == 64;
        if (!allowed) { // aux of schnorrSign may be null
          assertThat(call.apply(arrays)).as("array %d", i).isEqualTo(Status.ERR_ARGUMENT);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void nullInputsAreRefused(String id) throws Exception {
    Backend backend = open(id);
    byte[] hash = new byte[32];
    byte[] aead = new byte[16];
    byte[] nonce = new byte[12];
    byte[] onion = new byte[ONION];
    byte[] point = point(backend);
    int[] lengths = {2};
    List<Callable<Integer>> wrong =
        List.of(
            () -> backend.echo(hash, null),
            () -> backend.sha256(hash, null),
            () -> backend.hmacSha256(hash, null, hash),
            () -> backend.hmacSha256(hash, hash, null),
            () -> backend.hkdfSha256(null, hash, hash, hash),
            () -> backend.hkdfSha256(hash, null, hash, hash),
            () -> backend.hkdfSha256(hash, hash, null, hash),
            () -> backend.hkdfSha256(hash, hash, hash, null),
            () -> backend.hkdfSha256(new byte[8161], hash, hash, hash),
            () -> backend.aeadEncrypt(aead, SECRET, nonce, null, new byte[0]),
            () -> backend.aeadEncrypt(aead, SECRET, nonce, hash, null),
            () -> backend.aeadDecrypt(aead, SECRET, nonce, null, new byte[32]),
            () -> backend.aeadDecrypt(new byte[0], SECRET, nonce, hash, null),
            () -> backend.schnorrSign(new byte[64], SECRET, null, null),
            () -> backend.schnorrVerify(hash, null, new byte[64]),
            () -> backend.onionBuild(null, hash, SESSION, point, new byte[2], lengths, hash),
            () -> backend.onionBuild(onion, hash, SESSION, point, null, lengths, hash),
            () -> backend.onionBuild(onion, hash, SESSION, point, new byte[2], null, hash),
            () -> backend.onionBuild(onion, hash, SESSION, point, new byte[2], lengths, null),
            () -> backend.onionBuild(onion, hash, SESSION, point, new byte[3], lengths, hash),
            () ->
                backend.onionBuild(
                    onion, new byte[0], SESSION, new byte[0], new byte[0], new int[0], hash),
            () ->
                backend.onionBuild(onion, hash, SESSION, point, new byte[2], new int[] {-2}, hash),
            () -> buildHops(backend, 1871),
            () -> buildHops(backend, 70_000));
    for (int i = 0; i < wrong.size(); i++) {
      assertThat(wrong.get(i).call()).as("case %d", i).isEqualTo(Status.ERR_ARGUMENT);
    }
  }

  private static int buildHops(Backend backend, int count) {
    return backend.onionBuild(
        new byte[ONION],
        new byte[32 * count],
        SESSION,
        new byte[33 * count],
        new byte[2 * count],
        new int[count],
        SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void offsetsOutsideAnArrayAreRefused(String id) throws Exception {
    Backend backend = open(id);
    byte[] nonce = new byte[12];
    byte[] in = new byte[100];
    byte[] out = new byte[100];
    int max = Integer.MAX_VALUE;
    int[][] wrong = {
      {-1, 0, 10},
      {0, -1, 10},
      {0, 0, -1},
      {91, 0, 10},
      {0, 91, 10},
      {0, 0, 101},
      {max, 0, 1},
      {0, max, 1},
      {max, max, max},
      {1, 1, max},
      {Integer.MIN_VALUE, 0, 1},
      {0, 0, Integer.MIN_VALUE}
    };
    for (int[] w : wrong) {
      assertThat(backend.chacha20(out, w[0], SECRET, nonce, 0, in, w[1], w[2]))
          .as(Arrays.toString(w))
          .isEqualTo(Status.ERR_ARGUMENT);
    }
    assertThat(backend.chacha20(out, 0, SECRET, nonce, -1, in, 0, 65))
        .isEqualTo(Status.ERR_ARGUMENT);
    assertThat(backend.chacha20(in, 1, SECRET, nonce, 0, in, 0, 50)).isEqualTo(Status.ERR_OVERLAP);
    assertThat(backend.chacha20(in, 50, SECRET, nonce, 0, in, 0, 50)).isEqualTo(Status.OK);
    assertThat(backend.chacha20(out, 100, SECRET, nonce, 0, in, 100, 0)).isEqualTo(Status.OK);
    assertThat(out).containsOnly(0);
    assertThat(backend.chacha20(out, 90, SECRET, nonce, 7, in, 80, 10)).isEqualTo(Status.OK);
    byte[] inPlace = Arrays.copyOfRange(in, 80, 90);
    assertThat(backend.chacha20(inPlace, 0, SECRET, nonce, 7, inPlace, 0, 10)).isEqualTo(Status.OK);
    assertThat(Arrays.copyOfRange(out, 90, 100)).isEqualTo(inPlace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void outputsAreZeroOnFailure(String id) throws Exception {
    Backend backend = open(id);
    byte[] out = new byte[32];
    Arrays.fill(out, (byte) 7);
    assertThat(backend.ecdh(out, new byte[32], point(backend))).isEqualTo(Status.ERR_SECRET_KEY);
    assertThat(out).containsOnly(0);
    Arrays.fill(out, (byte) 7);
    assertThat(backend.ecdh(out, SECRET, new byte[33])).isEqualTo(Status.ERR_PUBLIC_KEY);
    assertThat(out).containsOnly(0);
    Arrays.fill(out, (byte) 7);
    assertThat(backend.kdf(out, 99, SECRET)).isEqualTo(Status.ERR_ARGUMENT);
    assertThat(out).containsOnly(0);
    Arrays.fill(out, (byte) 7);
    assertThat(backend.aeadDecrypt(out, SECRET, new byte[12], out, new byte[48]))
        .isEqualTo(Status.PEER_AEAD_TAG);
    assertThat(out).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void servesManyThreads(String id) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Backend backend = open(id);
    byte[] onion = onion(backend, ONION);
    long key = backend.keyOpen(SECRET);
    byte[] expected = backend.onionPeel(key, onion, 0, ONION, new byte[32], null);
    var opened = ConcurrentHashMap.newKeySet();
    Callable<Boolean> work =
        () -> {
          opened.add(open(id));
          for (int i = 0; i < 50; i++) {
            if (!Arrays.equals(
                expected, backend.onionPeel(key, onion, 0, ONION, new byte[32], null))) {
              return false;
            }
          }
          return true;
        };
    try {
      for (Future<Boolean> equal : threads.invokeAll(Collections.nCopies(16, work))) {
        assertThat(equal.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(opened).isNotEmpty();
    backend.keyClose(key);
  }

  @Test
  void bothDescribeTheSameLibrary() throws Exception {
    assertThat(open("jna").describe()).isEqualTo(open("jni").describe()).contains("cpu");
    assertThat(open("jna").version()).isEqualTo(open("jni").version());
  }
}
