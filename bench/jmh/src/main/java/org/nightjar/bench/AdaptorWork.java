package org.nightjar.bench;

import java.util.function.Function;
import org.nightjar.AdaptorSignatures;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;

/** Schnorr adaptor signatures beside plain BIP340 ones of the same library. */
final class AdaptorWork {
  private final Nightjar nightjar;
  private final Route route;

  AdaptorWork(NightjarOnions jni, Route route) {
    this.nightjar = jni.nightjar();
    this.route = route;
  }

  private record Signed(
      SecretKey key,
      byte[] publicKey,
      byte[] message,
      PublicKey adaptor,
      byte[] presignature,
      SchnorrSignature signature) {}

  private Signed input(int index) {
    SecretKey key = SecretKey.of(route.sessionKey(index));
    byte[] message = route.sessionKey(index);
    PublicKey adaptor = PublicKey.of(route.nodes().get(0));
    return new Signed(
        key,
        nightjar.publicKey(key).toXOnly(),
        message,
        adaptor,
        adaptors().presign(key, adaptor, message, message),
        nightjar.sign(key, message, message));
  }

  private AdaptorSignatures adaptors() {
    return nightjar.experimental().schnorrAdaptors();
  }

  private Beside beside(Function<Signed, Object> ours, Function<Signed, Object> theirs) {
    return new Beside(RoundRobin.of(this::input, ours), RoundRobin.of(this::input, theirs));
  }

  Beside presign() {
    AdaptorSignatures adaptors = adaptors();
    return beside(
        in -> adaptors.presign(in.key, in.adaptor, in.message, in.message),
        in -> nightjar.sign(in.key, in.message, in.message));
  }

  Beside preverify() {
    AdaptorSignatures adaptors = adaptors();
    return beside(
        in -> checked(adaptors.verify(in.presignature, in.publicKey, in.adaptor, in.message)),
        in -> checked(nightjar.verify(in.publicKey, in.message, in.signature)));
  }

  private static Object checked(boolean valid) {
    if (!valid) {
      throw new IllegalStateException("a valid signature was refused");
    }
    return valid;
  }
}
