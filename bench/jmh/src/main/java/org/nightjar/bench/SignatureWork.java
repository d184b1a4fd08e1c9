package org.nightjar.bench;

import fr.acinq.bitcoin.ByteVector32;
import fr.acinq.bitcoin.ByteVector64;
import fr.acinq.bitcoin.Crypto;
import fr.acinq.bitcoin.XonlyPublicKey;
import java.util.List;
import java.util.stream.IntStream;
import org.nightjar.Nightjar;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.VerifyBatch;

/** BIP340 signatures of hashes, each of another key, verified in one batch. */
final class SignatureWork {
  private SignatureWork() {}

  private record Signed(byte[] publicKey, byte[] message, SchnorrSignature signature) {
    static Signed of(Nightjar nightjar, SecretKey key, byte[] message) {
      return new Signed(
          nightjar.publicKey(key).toXOnly(), message, nightjar.sign(key, message, null));
    }
  }

  static Beside verifyBatch(NightjarOnions jni, Route route) {
    Nightjar nightjar = jni.nightjar();
    List<Signed> all =
        IntStream.range(0, Route.ONIONS)
            .mapToObj(
                i -> Signed.of(nightjar, SecretKey.of(route.sessionKey(i)), route.sessionKey(i)))
            .toList();
    VerifyBatch batch = nightjar.newVerifyBatch(Route.ONIONS, Route.PAYLOAD_LENGTH);
    return Beside.checkedBatch(
        BatchWork.of(
            batch,
            Route.ONIONS,
            i -> batch.add(all.get(i).publicKey, all.get(i).message, all.get(i).signature),
            batch::verify,
            valid -> valid),
        valid -> valid,
        RoundRobin.of(all::get, SignatureWork::theirs),
        valid -> valid);
  }

  private static Object theirs(Signed signed) {
    return Crypto.verifySignatureSchnorr(
        new ByteVector32(signed.message),
        new ByteVector64(signed.signature.toBytes()),
        new XonlyPublicKey(new ByteVector32(signed.publicKey)));
  }
}
