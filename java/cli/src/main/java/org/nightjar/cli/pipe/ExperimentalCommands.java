package org.nightjar.cli.pipe;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.AdaptorSignatures;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.ReusableInvoices;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.cli.ptlc.PaymentEquations;

/** EXPERIMENTAL: adaptor signatures, and the arithmetic of reusable PTLC invoices. */
final class ExperimentalCommands {
  private static final int PAYEE_OFFSET = 65;
  private static final int EPOCH_OFFSET = 185;
  private static final int INDEX_OFFSET = 201;
  private static final int EPOCH_LENGTH = INDEX_OFFSET - EPOCH_OFFSET;

  private final Nightjar nightjar;
  private final AdaptorSignatures schnorr;
  private final AdaptorSignatures ecdsa;
  private final ReusableInvoices invoices;

  ExperimentalCommands(Nightjar nightjar) {
    this.nightjar = nightjar;
    schnorr = nightjar.experimental().schnorrAdaptors();
    ecdsa = nightjar.experimental().ecdsaAdaptors();
    invoices = nightjar.experimental().reusableInvoices();
  }

  Map<String, Pipe.Command> commands() {
    return Map.ofEntries(
        Map.entry("adaptor_presign", request -> presign(schnorr, request)),
        Map.entry("adaptor_preverify", request -> verify(schnorr, request)),
        Map.entry("adaptor_adapt", request -> adapt(schnorr, request)),
        Map.entry("adaptor_extract", request -> extract(schnorr, request)),
        Map.entry("ecdsa_adaptor_encrypt", request -> presign(ecdsa, request)),
        Map.entry("ecdsa_adaptor_verify", request -> verify(ecdsa, request)),
        Map.entry("ecdsa_adaptor_decrypt", request -> adapt(ecdsa, request)),
        Map.entry("ecdsa_adaptor_recover", request -> extract(ecdsa, request)),
        Map.entry("ptlc_point", this::point),
        Map.entry("ptlc_claim", this::claim),
        Map.entry("ptlc_verify", this::verifyReceipt));
  }

  private static Answer presign(AdaptorSignatures kind, Request request)
      throws BadRequestException {
    PublicKey point = PublicKey.of(request.bytes("point"));
    byte[] message = request.bytes("msg", 32);
    byte @Nullable [] aux = request.optionalBytes("aux");
    try (SecretKey key = PrimitiveCommands.secretKey(request, "key")) {
      return Answer.ok().with("presig", kind.presign(key, point, message, aux));
    }
  }

  private Answer verify(AdaptorSignatures kind, Request request) throws BadRequestException {
    PublicKey point = request.peerKey("point");
    byte[] publicKey = request.bytes("pubkey");
    byte[] message = request.bytes("msg", 32);
    byte[] presignature = request.bytes("presig");
    // what a peer sent makes a pre-signature invalid, not the request
    boolean usable =
        point != null
            && nightjar.isValid(point)
            && (publicKey.length == SecretKey.LENGTH || isKey(publicKey));
    return Answer.ok()
        .with("valid", usable && kind.verify(presignature, publicKey, point, message));
  }

  private boolean isKey(byte[] publicKey) {
    return publicKey.length == PublicKey.LENGTH
        && (publicKey[0] == 2 || publicKey[0] == 3)
        && nightjar.isValid(PublicKey.of(publicKey));
  }

  private static Answer adapt(AdaptorSignatures kind, Request request) throws BadRequestException {
    byte[] presignature = request.bytes("presig");
    try (SecretKey secret = PrimitiveCommands.secretKey(request, "secret")) {
      Optional<byte[]> signature = kind.adapt(presignature, secret);
      return signature.isPresent()
          ? Answer.ok().with("sig", signature.get())
          : Answer.rejected("presignature");
    }
  }

  private static Answer extract(AdaptorSignatures kind, Request request)
      throws BadRequestException {
    PublicKey point = request.peerKey("point");
    Optional<SecretKey> found =
        point == null
            ? Optional.empty()
            : kind.extract(request.bytes("presig"), request.bytes("sig"), point);
    if (found.isEmpty()) {
      return Answer.rejected("signature");
    }
    try (SecretKey secret = found.get()) {
      return Answer.ok().with("secret", secret.exposeSecretBytes());
    }
  }

  private Answer point(Request request) throws BadRequestException {
    List<PublicKey> nonces = request.byteStrings("nonces").stream().map(PublicKey::of).toList();
    if (!request.has("receipt")) {
      return pointOfHash(request, nonces);
    }
    byte[] receipt = receipt(request);
    byte[] hash = invoices.hash(receipt);
    Optional<ReusableInvoices.PaymentPoint> answer = invoices.point(receipt, nonces);
    if (answer.isEmpty()) {
      return Answer.rejected("nonces");
    }
    byte[] nonce = answer.get().nonce();
    return point(
        hash,
        nonce,
        PaymentEquations.challenge(nightjar, nonce, payee(receipt), hash),
        answer.get().point());
  }

  /**
   * The point of a message of which only the hash is known: from the equations, as it is public.
   */
  private Answer pointOfHash(Request request, List<PublicKey> nonces) throws BadRequestException {
    byte[] hash = request.bytes("msg", 32);
    byte[] payee = request.bytes("payee", 32);
    byte[] epochId = request.bytes("epoch_id", EPOCH_LENGTH);
    int index = (int) request.u32("index");
    if (nonces.size() < 2 || nonces.size() > ReusableInvoices.MAX_NONCES) {
      throw BadRequestException.of("nonces are 2 to " + ReusableInvoices.MAX_NONCES);
    }
    try {
      PaymentEquations equations =
          PaymentEquations.of(nightjar, payee, epochId, index, nonces, hash);
      return point(hash, equations.nonceX(), equations.challengeBytes(), equations.paymentPoint());
    } catch (IllegalArgumentException e) {
      return Answer.rejected("nonces");
    }
  }

  private static Answer point(byte[] hash, byte[] nonce, byte[] challenge, PublicKey point) {
    return Answer.ok()
        .with("msg", hash)
        .with("nonce_point", nonce)
        .with("challenge", challenge)
        .with("point", point.toBytes());
  }

  /** A receipt, in which what else the request says of it must be the same. */
  private static byte[] receipt(Request request) throws BadRequestException {
    byte[] receipt = request.bytes("receipt", ReusableInvoices.MESSAGE_LENGTH);
    if (request.has("payee") && !Arrays.equals(request.bytes("payee"), payee(receipt))) {
      throw BadRequestException.of("payee is another than the receipt's");
    }
    if (request.has("epoch_id")
        && !Arrays.equals(
            request.bytes("epoch_id", EPOCH_LENGTH),
            Arrays.copyOfRange(receipt, EPOCH_OFFSET, INDEX_OFFSET))) {
      throw BadRequestException.of("epoch_id is another than the receipt's");
    }
    if (request.has("index")
        && (int) request.u32("index") != ByteBuffer.wrap(receipt).getInt(INDEX_OFFSET)) {
      throw BadRequestException.of("index is another than the receipt's");
    }
    return receipt;
  }

  private static byte[] payee(byte[] receipt) {
    return Arrays.copyOfRange(receipt, PAYEE_OFFSET, PAYEE_OFFSET + SecretKey.LENGTH);
  }

  private static byte[] concat(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  /** Arithmetic only, without a memory: for vectors, never for money. */
  private Answer claim(Request request) throws BadRequestException {
    byte[] receipt = receipt(request);
    int nu = request.number("nu", 2);
    int q = request.number("q", 1);
    if (q < 1 || nu < 2L * q) {
      throw BadRequestException.of("nu is less than 2 q: a receipt could be forged");
    }
    byte[] epochSecret = request.bytes("epoch_secret", ReusableInvoices.EPOCH_SECRET_LENGTH);
    try (SecretKey key = PrimitiveCommands.secretKey(request, "key");
        ReusableInvoices.Claim claim = invoices.claim(epochSecret, key, receipt, nu)) {
      return Answer.ok().with("s", claim.scalar().exposeSecretBytes());
    } finally {
      Arrays.fill(epochSecret, (byte) 0);
    }
  }

  private Answer verifyReceipt(Request request) throws BadRequestException {
    byte[] receipt = request.bytes("receipt");
    byte[] signature = concat(request.bytes("nonce_point"), request.bytes("s"));
    return Answer.ok()
        .with(
            "valid",
            receipt.length == ReusableInvoices.MESSAGE_LENGTH
                && signature.length == SchnorrSignature.LENGTH
                && Arrays.equals(payee(receipt), request.bytes("payee"))
                && nightjar.verify(
                    request.bytes("payee", 32),
                    invoices.hash(receipt),
                    SchnorrSignature.of(signature)));
  }
}
