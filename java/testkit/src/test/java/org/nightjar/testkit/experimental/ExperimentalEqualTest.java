package org.nightjar.testkit.experimental;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nightjar.spi.Backend;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.Status;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Scalars;
import org.nightjar.testkit.Seeds;

/**
 * The experimental part of the three providers: the same statuses and the same bytes, for random
 * and for spoilt input.
 */
class ExperimentalEqualTest {
  private static final int ROUNDS = Integer.getInteger("nightjar.experimental");

  /** The first rounds, which Bouncy Castle does too: it takes a hundred times as long. */
  private static final int BC_ROUNDS = Integer.getInteger("nightjar.experimental.bc");

  /** What a backend made of something: statuses and outputs, in hexadecimal digits. */
  private static final class Results {
    private final List<String> all = new ArrayList<>();

    void add(int status, byte[]... outs) {
      StringBuilder text = new StringBuilder().append(status);
      for (byte[] out : outs) {
        text.append(' ').append(Hex.text(out));
      }
      all.add(text.toString());
    }
  }

  private static void forEachRound(
      String name, Function<SplittableRandom, Function<Backend, Results>> round) {
    IntStream.range(0, ROUNDS)
        .parallel()
        .forEach(
            number -> {
              // every backend gets the same random input, so each has a source of its own
              Function<String, List<String>> results =
                  id -> round.apply(Seeds.random(name, number)).apply(Backends.ALL.get(id)).all;
              List<String> expected = results.apply("jni");
              for (String id : number < BC_ROUNDS ? List.of("jna", "bc") : List.of("jna")) {
                assertThat(results.apply(id))
                    .as("%s and jni, %s %d", id, name, number)
                    .isEqualTo(expected);
              }
            });
    System.out.printf("%d %s, %d of them on Bouncy Castle%n", ROUNDS, name, BC_ROUNDS);
  }

  private static byte[] point(Backend backend, byte[] secret) {
    byte[] point = new byte[33];
    assertThat(backend.publicKeyCreate(point, secret)).isEqualTo(Status.OK);
    return point;
  }

  /** The same, or with one bit changed. */
  private static byte[] maybeSpoilt(SplittableRandom random, byte[] bytes) {
    byte[] copy = bytes.clone();
    if (random.nextInt(3) == 0) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  @Test
  void schnorrAdaptors() {
    forEachRound("schnorr adaptors", random -> backend -> adaptors(random, backend, false));
  }

  @Test
  void ecdsaAdaptors() {
    forEachRound("ecdsa adaptors", random -> backend -> adaptors(random, backend, true));
  }

  private static Results adaptors(SplittableRandom random, Backend backend, boolean ecdsa) {
    Results results = new Results();
    ExperimentalBackend x = backend.experimental();
    byte[] key = Scalars.random(random);
    byte[] secret = Scalars.random(random);
    byte[] message = Seeds.bytes(random, 32);
    byte[] aux = random.nextBoolean() ? Seeds.bytes(random, 32) : null;
    byte[] adaptor = point(backend, secret);
    byte[] publicKey = point(backend, key);
    byte[] presignature = new byte[ecdsa ? 162 : 65];
    byte[] signature = new byte[64];
    byte[] found = new byte[32];
    byte[] signer = ecdsa ? publicKey : Arrays.copyOfRange(publicKey, 1, 33);
    results.add(
        ecdsa
            ? x.ecdsaAdaptorPresign(presignature, key, adaptor, message, aux)
            : x.adaptorPresign(presignature, key, adaptor, message, aux),
        presignature);
    byte[] sent = maybeSpoilt(random, presignature);
    byte[] by = maybeSpoilt(random, signer);
    byte[] to = maybeSpoilt(random, adaptor);
    byte[] what = maybeSpoilt(random, message);
    results.add(
        ecdsa ? x.ecdsaAdaptorVerify(sent, by, to, what) : x.adaptorVerify(sent, by, to, what));
    byte[] with = random.nextInt(8) == 0 ? Scalars.bytes(Scalars.ORDER) : secret;
    results.add(
        ecdsa ? x.ecdsaAdaptorAdapt(signature, sent, with) : x.adaptorAdapt(signature, sent, with),
        signature);
    byte[] seen = maybeSpoilt(random, signature);
    results.add(
        ecdsa
            ? x.ecdsaAdaptorExtract(found, presignature, seen, to)
            : x.adaptorExtract(found, presignature, seen, to),
        found);
    return results;
  }

  @Test
  void musig() {
    forEachRound("musig", random -> backend -> sign(random, backend));
  }

  private static Results sign(SplittableRandom random, Backend backend) {
    Results results = new Results();
    ExperimentalBackend x = backend.experimental();
    int count = 1 + random.nextInt(4);
    byte[][] secrets = new byte[count][];
    byte[][] publics = new byte[count][];
    for (int i = 0; i < count; i++) {
      secrets[i] = i > 0 && random.nextInt(4) == 0 ? secrets[i - 1] : Scalars.random(random);
      publics[i] = point(backend, secrets[i]);
    }
    byte[] keys = new byte[ExperimentalBackend.MUSIG_OPAQUE_LENGTH];
    byte[] key = new byte[33];
    results.add(x.musigAggregate(keys, maybeSpoilt(random, Hex.concat(publics))));
    results.add(x.musigAggregate(keys, Hex.concat(publics)));
    for (int i = random.nextInt(3); i > 0; i--) {
      results.add(x.musigTweak(keys, Scalars.random(random), random.nextBoolean()));
    }
    results.add(x.musigPublicKey(key, keys), key);
    byte[] message = Seeds.bytes(random, random.nextInt(60));
    byte[] aggregate = Arrays.copyOfRange(key, 1, 33);
    byte[][] secretNonces = new byte[count][97];
    byte[][] publicNonces = new byte[count][66];
    for (int i = 0; i < count; i++) {
      results.add(
          x.musigNonce(
              secretNonces[i],
              publicNonces[i],
              Seeds.bytes(random, 32),
              random.nextBoolean() ? secrets[i] : null,
              publics[i],
              random.nextBoolean() ? aggregate : null,
              random.nextBoolean() ? message : null,
              Seeds.bytes(random, random.nextInt(5))),
          secretNonces[i],
          publicNonces[i]);
    }
    byte[] nonce = new byte[66];
    results.add(x.musigNonceAggregate(nonce, Hex.concat(publicNonces)), nonce);
    byte[] session = new byte[ExperimentalBackend.MUSIG_OPAQUE_LENGTH];
    byte[] adaptor = random.nextBoolean() ? point(backend, Scalars.random(random)) : null;
    results.add(x.musigSession(session, keys, maybeSpoilt(random, nonce), adaptor, message));
    results.add(x.musigSession(session, keys, nonce, adaptor, message));
    byte[] lastNonce = new byte[66];
    byte[] lastPartial = new byte[32];
    results.add(
        x.musigDeterministicSign(
            lastNonce,
            lastPartial,
            secrets[0],
            maybeSpoilt(random, nonce),
            keys,
            message,
            random.nextBoolean() ? Seeds.bytes(random, 32) : null),
        lastNonce,
        lastPartial);
    byte[][] partials = new byte[count][32];
    for (int i = 0; i < count; i++) {
      results.add(
          x.musigSign(partials[i], secretNonces[i], secrets[i], keys, session),
          partials[i],
          secretNonces[i]);
      results.add(
          x.musigVerify(
              maybeSpoilt(random, partials[i]),
              maybeSpoilt(random, publicNonces[i]),
              publics[i],
              keys,
              session));
      results.add(x.musigSign(new byte[32], secretNonces[i], secrets[i], keys, session));
    }
    byte[] presignature = new byte[65];
    results.add(x.musigCombine(presignature, keys, session, Hex.concat(partials)), presignature);
    return results;
  }

  @Test
  void reusableInvoices() {
    forEachRound("reusable invoices", random -> backend -> invoices(random, backend));
  }

  private static Results invoices(SplittableRandom random, Backend backend) {
    Results results = new Results();
    ExperimentalBackend x = backend.experimental();
    byte[] epoch = Seeds.bytes(random, 32);
    byte[] receipt = Scalars.random(random);
    byte[] message = Seeds.bytes(random, 237);
    int nu = 2 + random.nextInt(4);
    byte[] id = new byte[16];
    results.add(x.ptlcEpochId(id, epoch), id);
    if (random.nextInt(4) != 0) {
      System.arraycopy(id, 0, message, 185, id.length);
    }
    System.arraycopy(point(backend, receipt), 1, message, 65, 32);
    int index = ByteBuffer.wrap(message).getInt(201);
    byte[] nonces = new byte[nu * 33];
    results.add(x.ptlcNonces(nonces, epoch, receipt, index, nu), nonces);
    byte[] three = new byte[3 * nu * 33];
    results.add(x.ptlcNonces(three, epoch, receipt, random.nextInt(5) - 3, nu), three);
    results.add(x.ptlcNonces(new byte[33], epoch, receipt, 0, 1));
    byte[] point = new byte[33];
    byte[] r = new byte[32];
    results.add(x.ptlcPoint(point, r, message, maybeSpoilt(random, nonces)), point, r);
    byte[] claim = new byte[32];
    results.add(x.ptlcClaim(claim, r, epoch, receipt, maybeSpoilt(random, message), nu), claim, r);
    results.add(x.ptlcClaim(claim, r, epoch, receipt, message, nu), claim, r);
    byte[] hash = new byte[32];
    results.add(x.ptlcHash(hash, message), hash);
    byte[] blind = new byte[32];
    results.add(x.ptlcBlind(blind, epoch), blind);
    byte[] out = new byte[33];
    byte[] key = point(backend, receipt);
    results.add(x.ptlcBlindPoint(out, maybeSpoilt(random, key), blind), out);
    results.add(x.ptlcUnblindPoint(out, key, receipt), out);
    results.add(x.ptlcUnblindPoint(out, key, blind), out);
    byte[] scalar = new byte[32];
    results.add(x.ptlcBlindScalar(scalar, receipt, blind), scalar);
    results.add(x.ptlcUnblindScalar(scalar, receipt, blind), scalar);
    results.add(x.ptlcUnblindScalar(scalar, receipt, receipt), scalar);
    return results;
  }
}
