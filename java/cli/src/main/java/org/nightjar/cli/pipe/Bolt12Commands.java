package org.nightjar.cli.pipe;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.util.Arrays;
import java.util.Map;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.cli.Bolt12Documents;
import org.nightjar.cli.DocumentFields;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.bolt12.Document;
import org.nightjar.wire.bolt12.MerkleTree;
import org.nightjar.wire.bolt12.SignedDocument;

/** BOLT 12 documents, and signatures of any TLV stream in its way. */
final class Bolt12Commands {
  private final Nightjar nightjar;

  Bolt12Commands(Nightjar nightjar) {
    this.nightjar = nightjar;
  }

  Map<String, Pipe.Command> commands() {
    return Map.of(
        "bolt12_decode", this::decode,
        "bolt12_root", request -> Answer.ok().with("root", root(request)),
        "bolt12_sign", this::sign,
        "bolt12_verify", this::verify);
  }

  private Answer decode(Request request) throws BadRequestException {
    Document document;
    try {
      document = Bolt12Documents.decode(nightjar, request.text("text"));
    } catch (WireException e) {
      return Answer.rejected(e.getMessage());
    }
    return Answer.ok()
        .with(DocumentFields.name(document), DocumentFields.of(document).toJson())
        .with("merkle_root", document.merkleRoot())
        .with("signature_ok", signatureOk(document))
        .with("reencoded", document.toString());
  }

  /** Null for an offer, which nobody signs. */
  private JsonElement signatureOk(Document document) {
    return document instanceof SignedDocument signed
        ? new JsonPrimitive(signed.hasValidSignature(nightjar))
        : JsonNull.INSTANCE;
  }

  private Answer sign(Request request) throws BadRequestException {
    byte[] root = root(request);
    byte[] hash = MerkleTree.signatureHash(request.text("messagename"), root);
    try (SecretKey key = PrimitiveCommands.secretKey(request, "key")) {
      return Answer.ok()
          .with("root", root)
          .with("signature", nightjar.sign(key, hash, null).toBytes());
    }
  }

  private Answer verify(Request request) throws BadRequestException {
    byte[] hash = MerkleTree.signatureHash(request.text("messagename"), root(request));
    SchnorrSignature signature = SchnorrSignature.of(request.bytes("signature"));
    return Answer.ok().with("valid", nightjar.verify(xOnly(request), hash, signature));
  }

  /** Documents name keys with 33 bytes, BIP340 with 32. */
  private static byte[] xOnly(Request request) throws BadRequestException {
    byte[] key = request.bytes("pubkey");
    return key.length == PublicKey.LENGTH ? Arrays.copyOfRange(key, 1, key.length) : key;
  }

  private static byte[] root(Request request) throws BadRequestException {
    try {
      return MerkleTree.root(TlvStream.decode(request.bytes("tlvs")));
    } catch (WireException e) {
      throw BadRequestException.of("tlvs is no TLV stream: " + e.getMessage());
    }
  }
}
