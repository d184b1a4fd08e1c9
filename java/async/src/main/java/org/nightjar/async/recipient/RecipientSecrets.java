package org.nightjar.async.recipient;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.Primitives;
import org.nightjar.SecretKey;
import org.nightjar.async.Preimage;
import org.nightjar.wire.WireWriter;

/**
 * What a recipient signs and claims with, derived from its node key so that none of it lies in a
 * store.
 *
 * <pre>
 * local key  = SHA256("nightjar recipient" || blinded key of the node for path key = its node id)
 * issuer key = HMAC-SHA256(local key, "nightjar offer_issuer_id" || nonce of the offer)
 * preimage   = HMAC-SHA256(local key, "nightjar preimage" || nonce of the invoice)
 * </pre>
 *
 * <p>The blinded key (BOLT 4 "Route Blinding") is the node's secret times a factor, whatever path
 * key it is for: nobody without the node's secret can know it.
 */
final class RecipientSecrets {
  private static final byte[] LOCAL = ascii("nightjar recipient");
  private static final byte[] ISSUER = ascii("nightjar offer_issuer_id");
  private static final byte[] PREIMAGE = ascii("nightjar preimage");

  private final Primitives primitives;
  private final SecretKey localKey;

  RecipientSecrets(Nightjar nightjar, NodeKey nodeKey) {
    primitives = nightjar.primitives();
    try (SecretKey blinded =
        nightjar.blindedPaths().blindedKey(nodeKey, nodeKey.publicKey()).orElseThrow()) {
      byte[] secret = blinded.exposeSecretBytes();
      byte[] text = new WireWriter().bytes(LOCAL).bytes(secret).toBytes();
      localKey = secretKey(primitives.sha256(text));
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(text, (byte) 0);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static SecretKey secretKey(byte[] bytes) {
    SecretKey key = SecretKey.of(bytes);
    Arrays.fill(bytes, (byte) 0);
    return key;
  }

  /** The key of {@code offer_issuer_id}; to be closed. */
  SecretKey issuerKey(Nonce offer) {
    return secretKey(derive(ISSUER, offer));
  }

  /** What an ordinary invoice is claimed with. */
  Preimage preimage(Nonce invoice) {
    byte[] bytes = derive(PREIMAGE, invoice);
    Preimage preimage = Preimage.of(bytes);
    Arrays.fill(bytes, (byte) 0);
    return preimage;
  }

  private byte[] derive(byte[] label, Nonce nonce) {
    byte[] key = localKey.exposeSecretBytes();
    try {
      return primitives.hmacSha256(
          key, new WireWriter().bytes(label).bytes(nonce.toBytes()).toBytes());
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
