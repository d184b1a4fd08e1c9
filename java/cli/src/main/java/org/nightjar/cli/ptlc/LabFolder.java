package org.nightjar.cli.ptlc;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.ptlc.EpochId;
import org.nightjar.ptlc.EpochSecret;
import org.nightjar.ptlc.OfferId;
import org.nightjar.ptlc.OfferTerms;
import org.nightjar.ptlc.Recipient;
import org.nightjar.ptlc.RecipientPolicy;
import org.nightjar.ptlc.StoredCounter;
import org.nightjar.ptlc.XOnlyKey;
import org.nightjar.store.JdbcStore;
import org.nightjar.wire.ChainHash;

/**
 * A folder with the two parties of a lab that remember something: the recipient with its secrets
 * and journal, and its LSP with its key, what it issued, and the recipient's counter. In one folder
 * they guard nothing; apart they would.
 */
final class LabFolder {
  private static final String OFFER = "offer.json";
  private static final String RECEIPT_KEY = "recipient.receipt_key";
  private static final String EPOCH_SECRET = "recipient.epoch_secret";
  private static final String JOURNAL = "recipient.db";
  private static final String LSP_KEY = "lsp.key";
  private static final String ISSUED = "lsp.db";

  private final Path folder;
  private final OfferTerms offer;
  private final EpochId epoch;

  private LabFolder(Path folder, OfferTerms offer, EpochId epoch) {
    this.folder = folder;
    this.offer = offer;
    this.epoch = epoch;
  }

  /**
   * Makes a new one.
   *
   * @throws IOException if there is something in its place
   */
  static LabFolder create(
      Path folder,
      OfferTerms offer,
      EpochId epoch,
      SecretKey receiptKey,
      EpochSecret epochSecret,
      SecretKey lspKey)
      throws IOException {
    if (Files.exists(folder)) {
      throw new IOException(folder + " is there already: name a folder that is not");
    }
    Files.createDirectories(folder);
    JsonObject json = new JsonObject();
    json.addProperty("offer", offer.offer().toString());
    json.addProperty("payee", offer.payee().toString());
    json.addProperty("issuer", offer.issuer().toString());
    json.addProperty("minimum_msat", offer.minimumMsat());
    json.addProperty("epoch_id", epoch.toString());
    Files.writeString(folder.resolve(OFFER), new Gson().toJson(json));
    writeSecret(folder.resolve(RECEIPT_KEY), receiptKey.exposeSecretBytes());
    writeSecret(folder.resolve(EPOCH_SECRET), epochSecret.exposeSecretBytes());
    writeSecret(folder.resolve(LSP_KEY), lspKey.exposeSecretBytes());
    return new LabFolder(folder, offer, epoch);
  }

  /** Writes a secret for its owner alone, and wipes it. */
  private static void writeSecret(Path file, byte[] secret) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(file, secret);
    Arrays.fill(secret, (byte) 0);
  }

  /**
   * Opens one.
   *
   * @throws IOException if it is none
   */
  static LabFolder open(Path folder) throws IOException {
    try {
      JsonObject json =
          JsonParser.parseString(Files.readString(folder.resolve(OFFER))).getAsJsonObject();
      OfferTerms offer =
          new OfferTerms(
              ChainHash.REGTEST,
              OfferId.of(bytes(json, "offer")),
              XOnlyKey.of(bytes(json, "payee")),
              XOnlyKey.of(bytes(json, "issuer")),
              json.get("minimum_msat").getAsLong(),
              0);
      return new LabFolder(folder, offer, EpochId.of(bytes(json, "epoch_id")));
    } catch (IOException
        | JsonParseException
        | IllegalArgumentException
        | IllegalStateException
        | NullPointerException e) {
      throw new IOException(
          folder + " is no folder of this lab; make one with `nightjar ptlc pool create`", e);
    }
  }

  private static byte[] bytes(JsonObject json, String name) {
    return HexFormat.of().parseHex(json.get(name).getAsString());
  }

  OfferTerms offer() {
    return offer;
  }

  EpochId epoch() {
    return epoch;
  }

  SecretKey receiptKey() throws IOException {
    return secretKey(RECEIPT_KEY);
  }

  SecretKey lspKey() throws IOException {
    return secretKey(LSP_KEY);
  }

  private SecretKey secretKey(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    try {
      return SecretKey.of(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  EpochSecret epochSecret() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(EPOCH_SECRET));
    try {
      return EpochSecret.of(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The recipient's journal. */
  JdbcStore journal() throws StoreException {
    return JdbcStore.open(folder.resolve(JOURNAL));
  }

  /** What the LSP issued, and the counter that it keeps for the recipient. */
  JdbcStore lspStore() throws StoreException {
    return JdbcStore.open(folder.resolve(ISSUED));
  }

  /** What a recipient works with. */
  Recipient.Environment recipient(Nightjar nightjar, Store journal, Store lspStore) {
    return new Recipient.Environment(
        nightjar, journal, new StoredCounter(lspStore), offer, RecipientPolicy.DEFAULT);
  }
}
