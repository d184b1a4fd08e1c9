package org.nightjar.testkit.experimental;

import static org.assertj.core.api.Assertions.assertThat;

import fr.acinq.secp256k1.Secp256k1;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nightjar.AdaptorSignatures;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.ReusableInvoices;
import org.nightjar.SecretKey;
import org.nightjar.spi.Backend;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.Status;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Scalars;
import org.nightjar.testkit.Seeds;

/**
 * Against secp256k1-kmp: the same bytes at each step of MuSig2, and its unmodified BIP340 verifier
 * takes adapted signatures and receipts.
 */
class Secp256k1KmpTest {
  private static final Secp256k1 KMP = Secp256k1.Companion.get();
  private static final int ROUNDS = 25;
  private static final int SIGNERS = 3;

  static List<String> ids() {
    return Backends.ids();
  }

  static List<Nightjar> nightjars() {
    return Backends.nightjars();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void musig2(String provider) {
    for (int round = 0; round < ROUNDS; round++) {
      new Musig2Steps(Backends.ALL.get(provider), Seeds.random("musig2 of kmp", round)).compare();
    }
  }

  /** The steps of one signature, in both libraries. */
  private static final class Musig2Steps {
    final Backend backend;
    final ExperimentalBackend ours;
    final SplittableRandom random;
    final byte[][] secrets = new byte[SIGNERS][];
    final byte[][] publics = new byte[SIGNERS][33];
    final byte[][] secretNonces = new byte[SIGNERS][97];
    final byte[][] publicNonces = new byte[SIGNERS][66];
    final byte[][] kmpSecretNonces = new byte[SIGNERS][];
    final byte[] keys = new byte[ExperimentalBackend.MUSIG_OPAQUE_LENGTH];
    final byte[] session = new byte[ExperimentalBackend.MUSIG_OPAQUE_LENGTH];
    final byte[] kmpKeys = new byte[Secp256k1.MUSIG2_PUBLIC_KEYAGG_CACHE_SIZE];
    final byte[] message;

    Musig2Steps(Backend backend, SplittableRandom random) {
      this.backend = backend;
      this.ours = backend.experimental();
      this.random = random;
      message = Seeds.bytes(random, 32);
    }

    void compare() {
      byte[] key = aggregate();
      byte[] nonce = nonces();
      byte[] kmpSession = KMP.musigNonceProcess(nonce, message, kmpKeys);
      ok(ours.musigSession(session, keys, nonce, null, message));
      byte[][] partials = new byte[SIGNERS][];
      for (int i = 0; i < SIGNERS; i++) {
        partials[i] = partial(i, kmpSession);
      }
      byte[] made = new byte[65];
      ok(ours.musigCombine(made, keys, session, Hex.concat(partials)));
      byte[] signature = KMP.musigPartialSigAgg(kmpSession, partials);
      assertThat(Arrays.copyOfRange(made, 1, 65)).isEqualTo(signature);
      assertThat(KMP.verifySchnorr(signature, message, Arrays.copyOfRange(key, 1, 33))).isTrue();
    }

    /** The aggregate key, tweaked in both ways. */
    private byte[] aggregate() {
      for (int i = 0; i < SIGNERS; i++) {
        boolean twice = i > 0 && random.nextInt(4) == 0;
        secrets[i] = twice ? secrets[i - 1] : Scalars.random(random);
        ok(backend.publicKeyCreate(publics[i], secrets[i]));
      }
      byte[] key = new byte[33];
      byte[] kmpKey = KMP.musigPubkeyAgg(publics, kmpKeys);
      ok(ours.musigAggregate(keys, Hex.concat(publics)));
      ok(ours.musigPublicKey(key, keys));
      assertThat(Arrays.copyOfRange(key, 1, 33)).isEqualTo(kmpKey);
      for (int i = random.nextInt(3); i > 0; i--) {
        byte[] tweak = Scalars.random(random);
        boolean xonly = random.nextBoolean();
        byte[] tweaked =
            xonly
                ? KMP.musigPubkeyXonlyTweakAdd(kmpKeys, tweak)
                : KMP.musigPubkeyTweakAdd(kmpKeys, tweak);
        ok(ours.musigTweak(keys, tweak, xonly));
        ok(ours.musigPublicKey(key, keys));
        assertThat(key).isEqualTo(KMP.pubKeyCompress(tweaked));
      }
      return key;
    }

    /** The aggregate nonce. */
    private byte[] nonces() {
      byte[] nonce = new byte[66];
      for (int i = 0; i < SIGNERS; i++) {
        byte[] fresh = Seeds.bytes(random, 32);
        byte[] extra = Seeds.bytes(random, 32);
        byte[] made = KMP.musigNonceGen(fresh, secrets[i], publics[i], message, kmpKeys, extra);
        byte[] key = new byte[33];
        ok(ours.musigPublicKey(key, keys));
        ok(
            ours.musigNonce(
                secretNonces[i],
                publicNonces[i],
                fresh,
                secrets[i],
                publics[i],
                Arrays.copyOfRange(key, 1, 33),
                message,
                extra));
        kmpSecretNonces[i] = Arrays.copyOf(made, Secp256k1.MUSIG2_SECRET_NONCE_SIZE);
        assertThat(publicNonces[i])
            .isEqualTo(Arrays.copyOfRange(made, Secp256k1.MUSIG2_SECRET_NONCE_SIZE, made.length));
      }
      ok(ours.musigNonceAggregate(nonce, Hex.concat(publicNonces)));
      assertThat(nonce).isEqualTo(KMP.musigNonceAgg(publicNonces));
      return nonce;
    }

    private byte[] partial(int i, byte[] kmpSession) {
      byte[] partial = new byte[32];
      ok(ours.musigSign(partial, secretNonces[i], secrets[i], keys, session));
      assertThat(partial)
          .isEqualTo(KMP.musigPartialSign(kmpSecretNonces[i], secrets[i], kmpKeys, kmpSession));
      byte[] spoilt = partial.clone();
      spoilt[random.nextInt(32)] ^= 1;
      for (byte[] candidate : List.of(partial, spoilt)) {
        int verdict =
            KMP.musigPartialSigVerify(candidate, publicNonces[i], publics[i], kmpKeys, kmpSession);
        assertThat(ours.musigVerify(candidate, publicNonces[i], publics[i], keys, session))
            .isEqualTo(verdict == 1 ? Status.OK : Status.PEER_SIGNATURE);
      }
      return partial;
    }

    private static void ok(int status) {
      assertThat(status).isEqualTo(Status.OK);
    }
  }

  @ParameterizedTest
  @MethodSource("nightjars")
  void adaptedSignatures(Nightjar nightjar) {
    AdaptorSignatures adaptors = nightjar.experimental().schnorrAdaptors();
    for (int round = 0; round < ROUNDS; round++) {
      SplittableRandom random = Seeds.random("adaptors of kmp", round);
      SecretKey key = SecretKey.of(Scalars.random(random));
      SecretKey secret = SecretKey.of(Scalars.random(random));
      byte[] message = Seeds.bytes(random, 32);
      byte[] x = nightjar.publicKey(key).toXOnly();
      byte[] presignature =
          adaptors.presign(key, nightjar.publicKey(secret), message, Seeds.bytes(random, 32));
      byte[] signature = adaptors.adapt(presignature, secret).orElseThrow();
      assertThat(KMP.verifySchnorr(signature, message, x)).isTrue();
      byte[] unfinished = Arrays.copyOfRange(presignature, 1, 65);
      assertThat(KMP.verifySchnorr(unfinished, message, x)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("nightjars")
  void adaptedEcdsaSignatures(Nightjar nightjar) {
    AdaptorSignatures adaptors = nightjar.experimental().ecdsaAdaptors();
    for (int round = 0; round < ROUNDS; round++) {
      SplittableRandom random = Seeds.random("ecdsa adaptors of kmp", round);
      SecretKey key = SecretKey.of(Scalars.random(random));
      SecretKey secret = SecretKey.of(Scalars.random(random));
      byte[] message = Seeds.bytes(random, 32);
      byte[] presignature =
          adaptors.presign(key, nightjar.publicKey(secret), message, Seeds.bytes(random, 32));
      byte[] signature = adaptors.adapt(presignature, secret).orElseThrow();
      assertThat(KMP.verify(signature, message, nightjar.publicKey(key).toBytes())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("nightjars")
  void receipts(Nightjar nightjar) {
    ReusableInvoices invoices = nightjar.experimental().reusableInvoices();
    for (int round = 0; round < ROUNDS; round++) {
      SplittableRandom random = Seeds.random("receipts of kmp", round);
      int nu = 2 + round % 4;
      byte[] epoch = Seeds.bytes(random, 32);
      SecretKey receipt = SecretKey.of(Scalars.random(random));
      byte[] payee = nightjar.publicKey(receipt).toXOnly();
      byte[] message = Seeds.bytes(random, ReusableInvoices.MESSAGE_LENGTH);
      ByteBuffer.wrap(message).position(65).put(payee);
      ByteBuffer.wrap(message).position(185).put(invoices.epochId(epoch)).putInt(round);
      List<PublicKey> nonces = invoices.nonces(epoch, receipt, round, 1, nu);
      try (ReusableInvoices.Claim claim = invoices.claim(epoch, receipt, message, nu)) {
        byte[] hash = invoices.hash(message);
        byte[] signature = claim.signature().toBytes();
        assertThat(KMP.verifySchnorr(signature, hash, payee)).isTrue();
        hash[round] ^= 1;
        assertThat(KMP.verifySchnorr(signature, hash, payee)).isFalse();
        assertThat(nightjar.publicKey(claim.scalar()))
            .isEqualTo(invoices.point(message, nonces).orElseThrow().point());
      }
    }
  }
}
