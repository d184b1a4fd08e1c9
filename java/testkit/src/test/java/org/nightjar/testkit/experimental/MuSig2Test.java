package org.nightjar.testkit.experimental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nightjar.AdaptorSignatures;
import org.nightjar.MuSig2;
import org.nightjar.MuSigContribution;
import org.nightjar.MuSigKeys;
import org.nightjar.MuSigNonce;
import org.nightjar.MuSigSession;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.testkit.Scalars;
import org.nightjar.testkit.Seeds;

/** MuSig2 through the API, on every provider. */
class MuSig2Test {
  private static final SecureRandom FRESH = new SecureRandom();

  static List<Nightjar> providers() {
    return Backends.nightjars();
  }

  /** Signers of one message, each of which has its nonce. */
  private static final class Party {
    final Nightjar nightjar;
    final MuSig2 musig2;
    final List<SecretKey> secrets = new ArrayList<>();
    final MuSigKeys keys;
    final List<MuSigNonce> nonces = new ArrayList<>();
    final byte[] message;

    Party(Nightjar nightjar, SplittableRandom random, int count, int tweaks) {
      this.nightjar = nightjar;
      musig2 = nightjar.experimental().musig2();
      message = Seeds.bytes(random, 32);
      for (int i = 0; i < count; i++) {
        secrets.add(SecretKey.of(Scalars.random(random)));
      }
      MuSigKeys all =
          musig2.aggregate(secrets.stream().map(nightjar::publicKey).toList()).orElseThrow();
      for (int i = 0; i < tweaks; i++) {
        all = all.tweaked(Scalars.random(random), random.nextBoolean());
      }
      keys = all;
      for (SecretKey secret : secrets) {
        byte[] known = random.nextBoolean() ? message : null;
        nonces.add(musig2.nonce(FRESH, secret, keys, known));
      }
    }

    byte[] nonce() {
      return musig2
          .aggregateNonces(nonces.stream().map(MuSigNonce::publicNonce).toList())
          .orElseThrow();
    }

    MuSigSession session(@Nullable PublicKey adaptor) {
      return (adaptor == null
              ? musig2.session(keys, nonce(), message)
              : musig2.session(keys, nonce(), adaptor, message))
          .orElseThrow();
    }

    PublicKey signer(int index) {
      return keys.signers().get(index);
    }

    List<byte[]> partials(MuSigSession session) {
      List<byte[]> partials = new ArrayList<>();
      for (int i = 0; i < secrets.size(); i++) {
        byte[] partial = session.sign(nonces.get(i), secrets.get(i));
        assertThat(session.verify(partial, nonces.get(i).publicNonce(), signer(i))).isTrue();
        partials.add(partial);
      }
      return partials;
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void signersMakeOneSignature(Nightjar nightjar) {
    for (int i = 0; i < 12; i++) {
      SplittableRandom random = Seeds.random("musig signatures", i);
      Party party = new Party(nightjar, random, 1 + i % 4, i % 3);
      MuSigSession session = party.session(null);
      List<byte[]> partials = party.partials(session);
      assertThat(session.signature(partials))
          .hasValueSatisfying(
              signature ->
                  assertThat(
                          nightjar.verify(
                              party.keys.publicKey().toXOnly(), party.message, signature))
                      .isTrue());
      partials.get(0)[random.nextInt(32)] ^= 1;
      assertThat(session.signature(partials)).isEmpty();
      assertThat(session.signature(partials.subList(1, partials.size()))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void signersMakeAPreSignature(Nightjar nightjar) {
    AdaptorSignatures adaptors = nightjar.experimental().schnorrAdaptors();
    for (int i = 0; i < 12; i++) {
      SplittableRandom random = Seeds.random("musig adaptors", i);
      Party party = new Party(nightjar, random, 1 + i % 4, i % 3);
      SecretKey secret = SecretKey.of(Scalars.random(random));
      PublicKey point = nightjar.publicKey(secret);
      MuSigSession session = party.session(point);
      List<byte[]> partials = party.partials(session);
      byte[] presignature = session.presignature(partials).orElseThrow();
      byte[] key = party.keys.publicKey().toXOnly();
      assertThat(adaptors.verify(presignature, key, point, party.message)).isTrue();
      byte[] signature = adaptors.adapt(presignature, secret).orElseThrow();
      assertThat(nightjar.verify(key, party.message, SchnorrSignature.of(signature))).isTrue();
      assertThat(adaptors.extract(presignature, signature, point)).contains(secret);
      assertThat(session.presignature(List.of(new byte[32]))).isEmpty();
      assertThatIllegalStateException().isThrownBy(() -> session.signature(partials));
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aPartialSignatureIsForItsSignerNonceAndSession(Nightjar nightjar) {
    SplittableRandom random = Seeds.random("musig partials", 0);
    Party party = new Party(nightjar, random, 2, 1);
    MuSigSession session = party.session(null);
    MuSigSession late = party.session(party.signer(0));
    byte[] partial = session.sign(party.nonces.get(0), party.secrets.get(0));
    byte[] nonce = party.nonces.get(0).publicNonce();
    assertThat(session.verify(partial, nonce, party.signer(0))).isTrue();
    assertThat(session.verify(partial, nonce, party.signer(1))).isFalse();
    assertThat(session.verify(partial, party.nonces.get(1).publicNonce(), party.signer(0)))
        .isFalse();
    assertThat(late.verify(partial, nonce, party.signer(0))).isFalse();
    assertThat(session.verify(new byte[32], nonce, party.signer(0))).isFalse();
    assertThat(session.verify(Scalars.bytes(Scalars.ORDER), nonce, party.signer(0))).isFalse();
    assertThat(session.verify(new byte[31], nonce, party.signer(0))).isFalse();
    assertThat(session.verify(partial, new byte[66], party.signer(0))).isFalse();
    assertThat(session.verify(partial, new byte[65], party.signer(0))).isFalse();
    Arrays.fill(nonce, 33, 66, (byte) 0);
    assertThat(session.verify(partial, nonce, party.signer(0))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void theLastSignerSignsAtOnce(Nightjar nightjar) {
    for (int i = 0; i < 12; i++) {
      SplittableRandom random = Seeds.random("musig last signer", i);
      Party party = new Party(nightjar, random, 2 + i % 3, i % 3);
      int last = party.secrets.size() - 1;
      byte[] fresh = i % 2 == 0 ? null : Seeds.bytes(random, 32);
      List<byte[]> nonces =
          new ArrayList<>(party.nonces.stream().map(MuSigNonce::publicNonce).limit(last).toList());
      byte[] otherNonce = party.musig2.aggregateNonces(nonces).orElseThrow();
      MuSigContribution made =
          party
              .musig2
              .deterministicSign(
                  party.secrets.get(last), party.keys, otherNonce, party.message, fresh)
              .orElseThrow();
      nonces.add(made.publicNonce());
      byte[] nonce = party.musig2.aggregateNonces(nonces).orElseThrow();
      MuSigSession session = party.musig2.session(party.keys, nonce, party.message).orElseThrow();
      assertThat(session.verify(made.partial(), made.publicNonce(), party.signer(last))).isTrue();
      List<byte[]> partials = new ArrayList<>();
      for (int k = 0; k < last; k++) {
        partials.add(session.sign(party.nonces.get(k), party.secrets.get(k)));
      }
      partials.add(made.partial());
      assertThat(session.signature(partials)).isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void whatIsWrongForTheLastSigner(Nightjar nightjar) {
    SplittableRandom random = Seeds.random("musig last signer's mistakes", 0);
    Party party = new Party(nightjar, random, 2, 0);
    MuSig2 musig2 = party.musig2;
    SecretKey secret = party.secrets.get(1);
    byte[] nonce = party.nonces.get(0).publicNonce();
    for (int half = 0; half < 66; half += 33) {
      byte[] bad = nonce.clone();
      bad[half] = 4;
      assertThat(musig2.deterministicSign(secret, party.keys, bad, party.message, null)).isEmpty();
      Arrays.fill(bad, half, half + 33, (byte) 0);
      assertThat(musig2.deterministicSign(secret, party.keys, bad, party.message, null)).isEmpty();
    }
    assertThat(musig2.deterministicSign(secret, party.keys, new byte[65], party.message, null))
        .isEmpty();
    SecretKey stranger = SecretKey.of(Scalars.random(random));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> musig2.deterministicSign(stranger, party.keys, nonce, party.message, null))
        .withMessageContaining("none of the signers");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> musig2.deterministicSign(secret, party.keys, nonce, party.message, new byte[31]));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void onlySignersSign(Nightjar nightjar) {
    SplittableRandom random = Seeds.random("musig strangers", 0);
    Party party = new Party(nightjar, random, 2, 0);
    SecretKey stranger = SecretKey.of(Scalars.random(random));
    MuSigSession session = party.session(null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> party.musig2.nonce(FRESH, stranger, party.keys, null))
        .withMessageContaining("none of the signers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.sign(party.nonces.get(0), stranger))
        .withMessageContaining("none of the signers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.sign(party.nonces.get(1), party.secrets.get(0)))
        .withMessageContaining("another key");
    assertThat(
            session.verify(
                new byte[32], party.nonces.get(0).publicNonce(), nightjar.publicKey(stranger)))
        .isFalse();
    for (MuSigNonce nonce : party.nonces) {
      assertThatIllegalStateException()
          .as("a refused call used the nonce up")
          .isThrownBy(() -> session.sign(nonce, party.secrets.get(0)));
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aNonceSignsOnce(Nightjar nightjar) {
    Party party = new Party(nightjar, Seeds.random("musig nonces", 0), 1, 0);
    MuSigSession session = party.session(null);
    AtomicInteger signed = new AtomicInteger();
    IntStream.range(0, 64)
        .parallel()
        .forEach(
            i -> {
              try {
                session.sign(party.nonces.get(0), party.secrets.get(0));
                signed.incrementAndGet();
              } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("used before");
              }
            });
    assertThat(signed).hasValue(1);
    MuSigNonce closed = party.musig2.nonce(FRESH, party.secrets.get(0), party.keys, null);
    closed.close();
    closed.close();
    assertThatIllegalStateException().isThrownBy(() -> session.sign(closed, party.secrets.get(0)));
    assertThat(closed).hasToString("MuSigNonce[redacted]");
  }

  @ParameterizedTest
  @MethodSource("providers")
  void whatPeersSentIsRefusedAndNotThrown(Nightjar nightjar) {
    MuSig2 musig2 = nightjar.experimental().musig2();
    Party party = new Party(nightjar, Seeds.random("musig peers", 0), 1, 0);
    byte[] noPoint = new byte[33];
    noPoint[0] = 2;
    noPoint[32] = 7;
    PublicKey key = party.signer(0);
    assertThat(musig2.aggregate(List.of(key, PublicKey.of(noPoint)))).isEmpty();
    byte[] nonce = party.nonces.get(0).publicNonce();
    assertThat(musig2.aggregateNonces(List.of())).isEmpty();
    assertThat(musig2.aggregateNonces(List.of(nonce, new byte[65]))).isEmpty();
    assertThat(musig2.aggregateNonces(List.of(nonce, new byte[66]))).isEmpty();
    byte[] bad = nonce.clone();
    bad[33] = 4;
    assertThat(musig2.session(party.keys, bad, party.message)).isEmpty();
    assertThat(musig2.session(party.keys, new byte[65], party.message)).isEmpty();
    assertThat(musig2.session(party.keys, new byte[66], party.message)).isPresent();
    assertThat(musig2.session(party.keys, nonce, PublicKey.of(noPoint), party.message)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void mistakesOfTheCallerAreThrown(Nightjar nightjar) {
    MuSig2 musig2 = nightjar.experimental().musig2();
    Party party = new Party(nightjar, Seeds.random("musig mistakes", 0), 2, 0);
    assertThatIllegalArgumentException().isThrownBy(() -> musig2.aggregate(List.of()));
    byte[] tooBig = new byte[32];
    Arrays.fill(tooBig, (byte) 0xff);
    assertThatIllegalArgumentException().isThrownBy(() -> party.keys.tweaked(tooBig, true));
    assertThatIllegalArgumentException().isThrownBy(() -> party.keys.tweaked(new byte[31], true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> musig2.session(party.keys, party.nonce(), party.signer(0), new byte[31]));
    assertThatIllegalStateException().isThrownBy(() -> party.session(null).presignature(List.of()));
    assertThat(party.keys.tweaked(new byte[32], false).publicKey())
        .isEqualTo(party.keys.publicKey());
  }

  @Test
  void sortedKeysAggregateAlike() {
    Nightjar nightjar = providers().get(0);
    MuSig2 musig2 = nightjar.experimental().musig2();
    List<PublicKey> keys = new Party(nightjar, Seeds.random("musig sort", 0), 3, 0).keys.signers();
    List<PublicKey> turned = List.of(keys.get(2), keys.get(0), keys.get(1));
    assertThat(MuSig2.sort(turned)).isEqualTo(MuSig2.sort(keys)).isSorted();
    assertThat(musig2.aggregate(MuSig2.sort(turned)).orElseThrow().publicKey())
        .isEqualTo(musig2.aggregate(MuSig2.sort(keys)).orElseThrow().publicKey());
  }
}
