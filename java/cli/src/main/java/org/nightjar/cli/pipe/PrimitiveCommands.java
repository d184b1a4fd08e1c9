package org.nightjar.cli.pipe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nightjar.KeyType;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;

/** Keys, ciphers and signatures. */
final class PrimitiveCommands {
  private final Nightjar nightjar;

  PrimitiveCommands(Nightjar nightjar) {
    this.nightjar = nightjar;
  }

  Map<String, Pipe.Command> commands() {
    return Map.of(
        "pubkey", this::pubkey,
        "ecdh", this::ecdh,
        "genkey", this::genkey,
        "chacha20", this::chacha20,
        "aead_encrypt", this::aeadEncrypt,
        "aead_decrypt", this::aeadDecrypt,
        "schnorr_sign", this::schnorrSign,
        "schnorr_verify", this::schnorrVerify);
  }

  private Answer pubkey(Request request) throws BadRequestException {
    try (SecretKey key = secretKey(request, "key")) {
      return Answer.ok().with("pubkey", nightjar.publicKey(key).toBytes());
    }
  }

  private Answer ecdh(Request request) throws BadRequestException {
    PublicKey publicKey = PublicKey.of(request.bytes("pubkey"));
    try (SecretKey key = secretKey(request, "key")) {
      return Answer.ok().with("shared_secret", nightjar.ecdh(key, publicKey).exposeSecretBytes());
    }
  }

  private Answer genkey(Request request) throws BadRequestException {
    KeyType type = keyType(request.text("type"));
    byte[] secret = request.bytes("secret", 32);
    return Answer.ok().with("key", nightjar.primitives().deriveKey(type, secret));
  }

  private static KeyType keyType(String name) throws BadRequestException {
    for (KeyType type : KeyType.values()) {
      if (name(type).equals(name)) {
        return type;
      }
    }
    throw BadRequestException.of(
        "type is not one of "
            + Arrays.stream(KeyType.values())
                .map(PrimitiveCommands::name)
                .collect(Collectors.joining(", ")));
  }

  private static String name(KeyType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private Answer chacha20(Request request) throws BadRequestException {
    return Answer.ok()
        .with(
            "out",
            nightjar
                .primitives()
                .chacha20(request.bytes("key"), request.bytes("nonce"), 0, request.bytes("in")));
  }

  private Answer aeadEncrypt(Request request) throws BadRequestException {
    return Answer.ok()
        .with(
            "out",
            nightjar
                .primitives()
                .aeadEncrypt(
                    request.bytes("key"),
                    request.bytes("nonce"),
                    request.bytes("aad"),
                    request.bytes("in")));
  }

  private Answer aeadDecrypt(Request request) throws BadRequestException {
    byte @Nullable [] plaintext =
        nightjar
            .primitives()
            .aeadDecrypt(
                request.bytes("key"),
                request.bytes("nonce"),
                request.bytes("aad"),
                request.bytes("in"));
    return plaintext == null ? Answer.rejected("aead_tag") : Answer.ok().with("out", plaintext);
  }

  private Answer schnorrSign(Request request) throws BadRequestException {
    byte[] message = request.bytes("msg");
    byte @Nullable [] aux = request.optionalBytes("aux");
    try (SecretKey key = secretKey(request, "key")) {
      return Answer.ok().with("sig", nightjar.sign(key, message, aux).toBytes());
    }
  }

  private Answer schnorrVerify(Request request) throws BadRequestException {
    return Answer.ok()
        .with(
            "valid",
            nightjar.verify(
                request.bytes("pubkey", 32),
                request.bytes("msg"),
                SchnorrSignature.of(request.bytes("sig"))));
  }

  /** A key of the caller's own; it is checked where it is used. */
  static SecretKey secretKey(Request request, String field) throws BadRequestException {
    byte[] bytes = request.bytes(field, SecretKey.LENGTH);
    try {
      return SecretKey.of(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
