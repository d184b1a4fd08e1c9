package org.nightjar.provider.jna;

import static org.nightjar.provider.jna.JnaBackend.POINT_LENGTH;
import static org.nightjar.provider.jna.JnaBackend.SECRET_LENGTH;

import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** One kind of adaptor signatures: {@code adaptor.h} or {@code ecdsa_adaptor.h}. */
final class JnaAdaptors {
  private static final int MESSAGE_LENGTH = 32;
  private static final int SIGNATURE_LENGTH = 64;

  private final Pointer ctx;
  private final int presignatureLength;
  private final int publicKeyLength;
  private final Functions functions;

  private JnaAdaptors(
      Pointer ctx, int presignatureLength, int publicKeyLength, Functions functions) {
    this.ctx = ctx;
    this.presignatureLength = presignatureLength;
    this.publicKeyLength = publicKeyLength;
    this.functions = functions;
  }

  static JnaAdaptors schnorr(Pointer ctx) {
    return new JnaAdaptors(
        ctx,
        JnaExperimental.PRESIGNATURE_LENGTH,
        SECRET_LENGTH,
        new Functions(
            CoreLibrary::nj_x_adaptor_presign,
            CoreLibrary::nj_x_adaptor_verify,
            CoreLibrary::nj_x_adaptor_adapt,
            CoreLibrary::nj_x_adaptor_extract));
  }

  static JnaAdaptors ecdsa(Pointer ctx) {
    return new JnaAdaptors(
        ctx,
        162,
        POINT_LENGTH,
        new Functions(
            CoreLibrary::nj_x_ecdsa_adaptor_presign,
            CoreLibrary::nj_x_ecdsa_adaptor_verify,
            CoreLibrary::nj_x_ecdsa_adaptor_adapt,
            CoreLibrary::nj_x_ecdsa_adaptor_extract));
  }

  /** The kind's four functions. */
  private record Functions(Presign presign, OfFour verify, OfThree adapt, OfFour extract) {
    interface Presign {
      int call(
          Pointer ctx,
          Pointer out,
          Pointer key,
          Pointer to,
          Pointer message,
          @Nullable Pointer aux);
    }

    interface OfFour {
      int call(Pointer ctx, Pointer first, Pointer second, Pointer third, Pointer fourth);
    }

    interface OfThree {
      int call(Pointer first, Pointer second, Pointer third);
    }
  }

  int presign(
      byte[] presignature,
      byte[] secretKey,
      byte[] adaptor,
      byte[] message,
      byte @Nullable [] aux) {
    try (Frame frame = new Frame(0, presignature, secretKey, adaptor, message, aux)) {
      Pointer presignatureCopy = frame.out(presignature, presignatureLength);
      Pointer secretKeyCopy = frame.in(secretKey, SECRET_LENGTH);
      Pointer adaptorCopy = frame.in(adaptor, POINT_LENGTH);
      Pointer messageCopy = frame.in(message, MESSAGE_LENGTH);
      Pointer auxCopy = frame.inOrNull(aux, SECRET_LENGTH);
      return frame.call(
          () ->
              functions
                  .presign()
                  .call(ctx, presignatureCopy, secretKeyCopy, adaptorCopy, messageCopy, auxCopy));
    }
  }

  int verify(byte[] presignature, byte[] publicKey, byte[] adaptor, byte[] message) {
    try (Frame frame = new Frame(0, presignature, publicKey, adaptor, message)) {
      Pointer presignatureCopy = frame.in(presignature, presignatureLength);
      Pointer publicKeyCopy = frame.in(publicKey, publicKeyLength);
      Pointer adaptorCopy = frame.in(adaptor, POINT_LENGTH);
      Pointer messageCopy = frame.in(message, MESSAGE_LENGTH);
      return frame.call(
          () ->
              functions
                  .verify()
                  .call(ctx, presignatureCopy, publicKeyCopy, adaptorCopy, messageCopy));
    }
  }

  int adapt(byte[] signature, byte[] presignature, byte[] secret) {
    try (Frame frame = new Frame(0, signature, presignature, secret)) {
      Pointer signatureCopy = frame.out(signature, SIGNATURE_LENGTH);
      Pointer presignatureCopy = frame.in(presignature, presignatureLength);
      Pointer secretCopy = frame.in(secret, SECRET_LENGTH);
      return frame.call(() -> functions.adapt().call(signatureCopy, presignatureCopy, secretCopy));
    }
  }

  int extract(byte[] secret, byte[] presignature, byte[] signature, byte[] adaptor) {
    try (Frame frame = new Frame(0, secret, presignature, signature, adaptor)) {
      Pointer secretCopy = frame.out(secret, SECRET_LENGTH);
      Pointer presignatureCopy = frame.in(presignature, presignatureLength);
      Pointer signatureCopy = frame.in(signature, SIGNATURE_LENGTH);
      Pointer adaptorCopy = frame.in(adaptor, POINT_LENGTH);
      return frame.call(
          () ->
              functions
                  .extract()
                  .call(ctx, secretCopy, presignatureCopy, signatureCopy, adaptorCopy));
    }
  }
}
