package org.nightjar.cli.ptlc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.cli.NamedFields;
import org.nightjar.ptlc.EpochSecret;
import org.nightjar.ptlc.IssueLimits;
import org.nightjar.ptlc.Issuer;
import org.nightjar.ptlc.NoncePool;
import org.nightjar.ptlc.NonceTuple;
import org.nightjar.ptlc.OfferId;
import org.nightjar.ptlc.OfferTerms;
import org.nightjar.ptlc.PoolCertificate;
import org.nightjar.ptlc.PoolParameters;
import org.nightjar.ptlc.Recipient;
import org.nightjar.ptlc.Refusal;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.ptlc.Validity;
import org.nightjar.ptlc.XOnlyKey;
import org.nightjar.store.JdbcStore;
import org.nightjar.wire.ChainHash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "create",
    description =
        "Make a recipient with a pool of nonces, and an LSP that takes the pool, in a new folder.")
final class CreatePoolCommand extends LabCommand {
  private static final long TOLD_EVERY = 2_560;
  private static final Duration GOOD_FOR = Duration.ofDays(30);

  @Mixin private FolderParameter folder;

  @Option(
      names = "--nu",
      paramLabel = "COUNT",
      defaultValue = "2",
      description = "Nonces of each index, 2 q or more (default: ${DEFAULT-VALUE}).")
  private int nu;

  @Option(
      names = "--q",
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "Messages that each index answers (default: ${DEFAULT-VALUE}).")
  private int q;

  @Option(
      names = "--count",
      paramLabel = "COUNT",
      defaultValue = "16",
      description = "Indices (default: ${DEFAULT-VALUE}).")
  private long count;

  @Option(
      names = "--minimum-msat",
      paramLabel = "MSAT",
      defaultValue = "1000",
      description = "The least that the offer takes (default: ${DEFAULT-VALUE}).")
  private long minimumMsat;

  @Override
  public Integer call() throws IOException, StoreException, RefusalException {
    Nightjar nightjar = open();
    PoolParameters parameters = new PoolParameters(nu, q, count);
    SecureRandom random = new SecureRandom();
    byte[] offerId = new byte[OfferId.LENGTH];
    random.nextBytes(offerId);
    try (SecretKey receiptKey = SecretKey.random(random);
        SecretKey issuerKey = SecretKey.random(random);
        SecretKey lspKey = SecretKey.random(random);
        EpochSecret epochSecret = EpochSecret.random(random)) {
      OfferTerms offer =
          new OfferTerms(
              ChainHash.REGTEST,
              OfferId.of(offerId),
              XOnlyKey.of(nightjar, receiptKey),
              XOnlyKey.of(nightjar, issuerKey),
              minimumMsat,
              0);
      LabFolder lab =
          LabFolder.create(
              folder.path(), offer, epochSecret.id(nightjar), receiptKey, epochSecret, lspKey);
      Instant now = Instant.now();
      NoncePool pool =
          NoncePool.create(
              nightjar,
              offer,
              receiptKey,
              issuerKey,
              epochSecret,
              parameters,
              Validity.of(now, now.plus(GOOD_FOR)),
              progress());
      try (JdbcStore journal = lab.journal();
          JdbcStore lspStore = lab.lspStore()) {
        start(lab.recipient(nightjar, journal, lspStore), pool, receiptKey, epochSecret);
        upload(nightjar, lspStore, lspKey, pool, offer, now);
      }
      show(results(pool, XOnlyKey.of(nightjar, lspKey)), steps(nightjar, pool));
      return DONE;
    }
  }

  /** Tells people how far a pool is that takes a while. */
  private LongConsumer progress() {
    return made -> {
      boolean tells = made % TOLD_EVERY == 0 && made > 0 || made == count && count > TOLD_EVERY;
      if (!json() && tells) {
        err().println("nightjar: " + made + " of " + count + " indices");
      }
    };
  }

  private static void start(
      Recipient.Environment environment,
      NoncePool pool,
      SecretKey receiptKey,
      EpochSecret epochSecret)
      throws StoreException {
    Recipient.start(environment, pool.certificate(), receiptKey, epochSecret).close();
  }

  private static void upload(
      Nightjar nightjar,
      Store store,
      SecretKey lspKey,
      NoncePool pool,
      OfferTerms offer,
      Instant now)
      throws StoreException {
    try (Issuer issuer = new Issuer(nightjar, store, lspKey, IssueLimits.DEFAULT)) {
      Optional<Refusal> refused = issuer.upload(pool, offer, now);
      if (refused.isPresent()) {
        throw new IllegalStateException("the LSP refuses the pool: " + refused.get());
      }
    }
  }

  private NamedFields results(NoncePool pool, XOnlyKey lsp) {
    PoolCertificate certificate = pool.certificate();
    return new NamedFields()
        .add("folder", folder.path().toString())
        .add("offer", certificate.offer().toString())
        .add("payee", certificate.payee().toString())
        .add("lsp", lsp.toString())
        .add("epoch_id", certificate.epoch().toString())
        .add("nu", Integer.toString(nu), nu)
        .add("q", Integer.toString(q), q)
        .add("count", Long.toString(count), count)
        .add("merkle_root", certificate.root().toString())
        .add("upload_bytes", Integer.toString(pool.encode().length), pool.encode().length);
  }

  private Steps steps(Nightjar nightjar, NoncePool pool) throws RefusalException {
    Steps steps = new Steps();
    if (trace()) {
      PoolCertificate certificate = pool.certificate();
      NonceTuple first = pool.tuple(0);
      steps
          .addText(
              "P", "p G, p made for this offer; x is the payee", certificate.payee().toString())
          .addText("epoch_id", "H_epoch(E), 16 bytes of it", certificate.epoch().toString());
      for (int j = 0; j < nu; j++) {
        steps.addText(
            "R_0," + j,
            "r G, r = H_nonce(E || p || epoch_id || 0 || " + j + " || try)",
            first.nonces().get(j).toString());
      }
      steps
          .add("leaf_0", "H_leaf(epoch_id || 0 || nu || R_0,0 || ...)", leaf(nightjar, first))
          .addText("root", "H_branch(smaller || larger), up to one", certificate.root().toString())
          .add("certificate", "all of that, signed by the offer's issuer", certificate.encode());
    }
    return steps;
  }

  /** The leaf of a tuple, as the tree has it. */
  static byte[] leaf(Nightjar nightjar, NonceTuple tuple) {
    byte[] points =
        Scalars.concat(tuple.nonces().stream().map(PublicKey::toBytes).toArray(byte[][]::new));
    byte[] numbers =
        ByteBuffer.allocate(6)
            .putInt((int) tuple.index())
            .putShort((short) tuple.nonces().size())
            .array();
    return TaggedHash.of(nightjar, "nightjar/ptlc/leaf", tuple.epoch().toBytes(), numbers, points);
  }
}
