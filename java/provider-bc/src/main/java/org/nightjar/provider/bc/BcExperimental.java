package org.nightjar.provider.bc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.Status;

/** Statuses and zeroed outputs of the experimental part. Not constant time: an oracle for tests. */
final class BcExperimental implements ExperimentalBackend {
  @Override
  public int adaptorPresign(
      byte[] presignature,
      byte[] secretKey,
      byte[] adaptor,
      byte[] message,
      byte @Nullable [] aux) {
    return end(Adaptors.presign(presignature, secretKey, adaptor, message, aux), presignature);
  }

  @Override
  public int adaptorVerify(byte[] presignature, byte[] publicKey, byte[] adaptor, byte[] message) {
    return Adaptors.verify(presignature, publicKey, adaptor, message);
  }

  @Override
  public int adaptorAdapt(byte[] signature, byte[] presignature, byte[] secret) {
    return end(Adaptors.adapt(signature, presignature, secret), signature);
  }

  @Override
  public int adaptorExtract(byte[] secret, byte[] presignature, byte[] signature, byte[] adaptor) {
    return end(Adaptors.extract(secret, presignature, signature, adaptor), secret);
  }

  @Override
  public int ecdsaAdaptorPresign(
      byte[] presignature,
      byte[] secretKey,
      byte[] adaptor,
      byte[] message,
      byte @Nullable [] aux) {
    return end(EcdsaAdaptors.presign(presignature, secretKey, adaptor, message, aux), presignature);
  }

  @Override
  public int ecdsaAdaptorVerify(
      byte[] presignature, byte[] publicKey, byte[] adaptor, byte[] message) {
    return EcdsaAdaptors.verify(presignature, publicKey, adaptor, message);
  }

  @Override
  public int ecdsaAdaptorAdapt(byte[] signature, byte[] presignature, byte[] secret) {
    return end(EcdsaAdaptors.adapt(signature, presignature, secret), signature);
  }

  @Override
  public int ecdsaAdaptorExtract(
      byte[] secret, byte[] presignature, byte[] signature, byte[] adaptor) {
    return end(EcdsaAdaptors.extract(secret, presignature, signature, adaptor), secret);
  }

  @Override
  public int musigAggregate(byte[] keys, byte[] publicKeys) {
    return end(
        publicKeys.length == 0 ? Status.ERR_ARGUMENT : MuSig.aggregate(keys, publicKeys), keys);
  }

  @Override
  public int musigTweak(byte[] keys, byte[] tweak, boolean xonly) {
    return end(MuSig.tweak(keys, tweak, xonly), keys);
  }

  @Override
  public int musigPublicKey(byte[] publicKey, byte[] keys) {
    return end(MuSig.publicKey(publicKey, keys), publicKey);
  }

  @Override
  public int musigNonce(
      byte[] secretNonce,
      byte[] publicNonce,
      byte[] random,
      byte @Nullable [] secretKey,
      byte[] publicKey,
      byte @Nullable [] aggregate,
      byte @Nullable [] message,
      byte[] extra) {
    return end(
        MuSig.nonce(
            secretNonce, publicNonce, random, secretKey, publicKey, aggregate, message, extra),
        secretNonce,
        publicNonce);
  }

  @Override
  public int musigNonceAggregate(byte[] aggregateNonce, byte[] publicNonces) {
    return end(
        publicNonces.length == 0
            ? Status.ERR_ARGUMENT
            : MuSig.nonceAggregate(aggregateNonce, publicNonces),
        aggregateNonce);
  }

  @Override
  public int musigSession(
      byte[] session,
      byte[] keys,
      byte[] aggregateNonce,
      byte @Nullable [] adaptor,
      byte[] message) {
    return end(MuSig.session(session, keys, aggregateNonce, adaptor, message), session);
  }

  @Override
  public int musigSign(
      byte[] partial, byte[] secretNonce, byte[] secretKey, byte[] keys, byte[] session) {
    return end(MuSig.sign(partial, secretNonce, secretKey, keys, session), partial, secretNonce);
  }

  @Override
  public int musigDeterministicSign(
      byte[] publicNonce,
      byte[] partial,
      byte[] secretKey,
      byte[] otherNonce,
      byte[] keys,
      byte[] message,
      byte @Nullable [] random) {
    return end(
        MuSig.deterministicSign(publicNonce, partial, secretKey, otherNonce, keys, message, random),
        publicNonce,
        partial);
  }

  @Override
  public int musigVerify(
      byte[] partial, byte[] publicNonce, byte[] publicKey, byte[] keys, byte[] session) {
    return MuSig.verify(partial, publicNonce, publicKey, keys, session);
  }

  @Override
  public int musigCombine(byte[] presignature, byte[] keys, byte[] session, byte[] partials) {
    return end(
        partials.length == 0
            ? Status.ERR_ARGUMENT
            : MuSig.combine(presignature, keys, session, partials),
        presignature);
  }

  @Override
  public int ptlcEpochId(byte[] epochId, byte[] epochSecret) {
    return give(epochId, ReusableInvoices.epochId(epochSecret));
  }

  @Override
  public int ptlcNonces(
      byte[] nonces, byte[] epochSecret, byte[] receiptSecret, int first, int nu) {
    return end(
        isTuple(nu)
            ? ReusableInvoices.nonces(nonces, epochSecret, receiptSecret, first, nu)
            : Status.ERR_ARGUMENT,
        nonces);
  }

  @Override
  public int ptlcPoint(byte[] point, byte[] r, byte[] message, byte[] nonces) {
    return end(
        isTuple(nonces.length / Curve.POINT_LENGTH)
            ? ReusableInvoices.point(point, r, message, nonces)
            : Status.ERR_ARGUMENT,
        point,
        r);
  }

  @Override
  public int ptlcClaim(
      byte[] claim, byte[] r, byte[] epochSecret, byte[] receiptSecret, byte[] message, int nu) {
    return end(
        isTuple(nu)
            ? ReusableInvoices.claim(claim, r, epochSecret, receiptSecret, message, nu)
            : Status.ERR_ARGUMENT,
        claim,
        r);
  }

  @Override
  public int ptlcHash(byte[] hash, byte[] message) {
    return give(hash, ReusableInvoices.hash(message));
  }

  @Override
  public int ptlcBlind(byte[] blind, byte[] sharedSecret) {
    return give(blind, ReusableInvoices.blind(sharedSecret));
  }

  @Override
  public int ptlcBlindPoint(byte[] out, byte[] point, byte[] blind) {
    return end(ReusableInvoices.shiftPoint(out, point, blind, false), out);
  }

  @Override
  public int ptlcUnblindPoint(byte[] out, byte[] point, byte[] blind) {
    return end(ReusableInvoices.shiftPoint(out, point, blind, true), out);
  }

  @Override
  public int ptlcBlindScalar(byte[] out, byte[] scalar, byte[] blind) {
    return end(ReusableInvoices.shiftScalar(out, scalar, blind, false), out);
  }

  @Override
  public int ptlcUnblindScalar(byte[] out, byte[] scalar, byte[] blind) {
    return end(ReusableInvoices.shiftScalar(out, scalar, blind, true), out);
  }

  private static boolean isTuple(int nu) {
    return nu >= 2 && nu <= ReusableInvoices.MAX_NONCES;
  }

  private static int give(byte[] out, byte[] result) {
    System.arraycopy(result, 0, out, 0, out.length);
    return Status.OK;
  }

  /** The status, and zeroed outputs if it is not OK. */
  private static int end(int status, byte[]... outs) {
    if (status != Status.OK) {
      for (byte[] out : outs) {
        Arrays.fill(out, (byte) 0);
      }
    }
    return status;
  }
}
