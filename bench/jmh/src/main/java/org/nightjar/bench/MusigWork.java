package org.nightjar.bench;

import fr.acinq.secp256k1.Secp256k1;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import org.nightjar.provider.jni.JniProvider;
import org.nightjar.spi.Backend;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.ProviderUnavailableException;
import org.nightjar.spi.Status;

/** Partial signatures of MuSig2 by the first of two signers, beside secp256k1-kmp. */
final class MusigWork {
  private static final Secp256k1 KMP = Secp256k1.Companion.get();

  private static final int OPAQUE = ExperimentalBackend.MUSIG_OPAQUE_LENGTH;

  private final Backend backend;
  private final ExperimentalBackend ours;
  private final Route route;

  MusigWork(Route route) {
    try {
      backend = new JniProvider().open();
    } catch (ProviderUnavailableException e) {
      throw new IllegalStateException(e);
    }
    ours = backend.experimental();
    this.route = route;
  }

  /** One signature in the making, in both libraries' forms. */
  private record Signing(
      byte[] key,
      byte[] publicKey,
      byte[] secretNonce,
      byte[] publicNonce,
      byte[] keys,
      byte[] session,
      byte[] partial,
      byte[] theirSecretNonce,
      byte[] theirKeys,
      byte[] theirSession) {}

  private Signing input(int index) {
    byte[] message = route.sessionKey(index);
    byte[][] secrets = {route.sessionKey(index), route.nodeSecrets().get(0)};
    byte[][] publics = {new byte[33], route.nodes().get(0)};
    check(backend.publicKeyCreate(publics[0], secrets[0]));
    byte[] keys = new byte[OPAQUE];
    byte[] theirKeys = new byte[Secp256k1.MUSIG2_PUBLIC_KEYAGG_CACHE_SIZE];
    byte[] x = KMP.musigPubkeyAgg(publics, theirKeys);
    check(ours.musigAggregate(keys, joined(publics)));
    byte[][] secretNonces = new byte[2][97];
    byte[][] nonces = new byte[2][66];
    for (int i = 0; i < 2; i++) {
      check(
          ours.musigNonce(
              secretNonces[i], nonces[i], secrets[i], secrets[i], publics[i], x, message, message));
    }
    byte[] made =
        KMP.musigNonceGen(secrets[0], secrets[0], publics[0], message, theirKeys, message);
    byte[] nonce = KMP.musigNonceAgg(nonces);
    byte[] session = new byte[OPAQUE];
    check(ours.musigSession(session, keys, nonce, null, message));
    byte[] theirSession = KMP.musigNonceProcess(nonce, message, theirKeys);
    byte[] partial = new byte[32];
    check(ours.musigSign(partial, secretNonces[0].clone(), secrets[0], keys, session));
    return new Signing(
        secrets[0],
        publics[0],
        secretNonces[0],
        nonces[0],
        keys,
        session,
        partial,
        Arrays.copyOf(made, Secp256k1.MUSIG2_SECRET_NONCE_SIZE),
        theirKeys,
        theirSession);
  }

  private static byte[] joined(byte[][] two) {
    byte[] all = Arrays.copyOf(two[0], two[0].length + two[1].length);
    System.arraycopy(two[1], 0, all, two[0].length, two[1].length);
    return all;
  }

  private static void check(int status) {
    if (status != Status.OK) {
      throw new IllegalStateException("status " + status);
    }
  }

  private Beside beside(
      Function<Signing, Object> mine,
      Function<Signing, Object> theirs,
      Function<Object, Object> form) {
    return Beside.checked(
        RoundRobin.of(this::input, mine), form, RoundRobin.of(this::input, theirs), form);
  }

  Beside sign() {
    return beside(
        in -> {
          byte[] partial = new byte[32];
          check(ours.musigSign(partial, in.secretNonce.clone(), in.key, in.keys, in.session));
          return partial;
        },
        in ->
            KMP.musigPartialSign(
                in.theirSecretNonce.clone(), in.key, in.theirKeys, in.theirSession),
        partial -> HexFormat.of().formatHex((byte[]) partial));
  }

  Beside verify() {
    return beside(
        in ->
            ours.musigVerify(in.partial, in.publicNonce, in.publicKey, in.keys, in.session)
                == Status.OK,
        in ->
            KMP.musigPartialSigVerify(
                    in.partial, in.publicNonce, in.publicKey, in.theirKeys, in.theirSession)
                == 1,
        valid -> valid);
  }
}
