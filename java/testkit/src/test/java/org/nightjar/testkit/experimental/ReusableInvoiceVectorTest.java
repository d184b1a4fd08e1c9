package org.nightjar.testkit.experimental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import fr.acinq.secp256k1.Secp256k1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.ptlc.ClaimResult;
import org.nightjar.ptlc.ClaimablePtlc;
import org.nightjar.ptlc.EpochSecret;
import org.nightjar.ptlc.Hash32;
import org.nightjar.ptlc.IssueLimits;
import org.nightjar.ptlc.IssueResult;
import org.nightjar.ptlc.IssuedTuple;
import org.nightjar.ptlc.Issuer;
import org.nightjar.ptlc.NoncePool;
import org.nightjar.ptlc.OfferId;
import org.nightjar.ptlc.OfferTerms;
import org.nightjar.ptlc.PoolCertificate;
import org.nightjar.ptlc.PoolParameters;
import org.nightjar.ptlc.Receipt;
import org.nightjar.ptlc.ReceiptMessage;
import org.nightjar.ptlc.Recipient;
import org.nightjar.ptlc.RecipientPolicy;
import org.nightjar.ptlc.RouteLock;
import org.nightjar.ptlc.Shares;
import org.nightjar.ptlc.StoredCounter;
import org.nightjar.ptlc.Validity;
import org.nightjar.ptlc.XOnlyKey;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;

/** The project's vectors of reusable invoices, through the roles, on every provider. */
class ReusableInvoiceVectorTest {
  private static final Vectors VECTORS = new Vectors("ptlc");
  private static final String FILE = "ptlc/nightjar-ptlc-vectors.json";
  private static final Secp256k1 KMP = Secp256k1.Companion.get();

  private static byte[] bytes(JsonObject from, String name) {
    return Hex.bytes(from.get(name).getAsString());
  }

  private static List<byte[]> list(JsonObject from, String name) {
    return StreamSupport.stream(from.getAsJsonArray(name).spliterator(), false)
        .map(element -> Hex.bytes(element.getAsString()))
        .toList();
  }

  private static List<JsonObject> objects(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(element -> element.getAsJsonObject())
        .toList();
  }

  private static SecretKey secret(byte[] bytes) {
    return SecretKey.of(bytes);
  }

  /** The recipient of a valid case, with an issuer of our own. */
  private static final class Case {
    final Nightjar nightjar;
    final JsonObject json;
    final ReceiptMessage message;
    final OfferTerms offer;
    final NoncePool pool;
    final Recipient recipient;

    Case(Nightjar nightjar, JsonObject json) throws Exception {
      this.nightjar = nightjar;
      this.json = json;
      message = ReceiptMessage.decode(bytes(json, "receipt_preimage"));
      SecretKey receiptSecret = secret(bytes(json, "payee_seckey"));
      SecretKey issuerKey = secret(nightjar.primitives().sha256(bytes(json, "offer_id")));
      offer =
          new OfferTerms(
              message.chain(),
              OfferId.of(bytes(json, "offer_id")),
              XOnlyKey.of(bytes(json, "payee_receipt_key")),
              XOnlyKey.of(nightjar, issuerKey),
              0,
              0);
      EpochSecret epochSecret = EpochSecret.of(bytes(json, "epoch_secret"));
      pool =
          NoncePool.create(
              nightjar,
              offer,
              receiptSecret,
              issuerKey,
              epochSecret,
              new PoolParameters(
                  json.get("nu").getAsInt(),
                  json.get("q").getAsInt(),
                  json.get("pool_count").getAsInt()),
              new Validity(json.get("epoch_not_before").getAsLong(), Long.MAX_VALUE),
              made -> {});
      recipient =
          Recipient.start(
              new Recipient.Environment(
                  nightjar,
                  new MemoryStore(),
                  new StoredCounter(new MemoryStore()),
                  offer,
                  RecipientPolicy.DEFAULT),
              pool.certificate(),
              receiptSecret,
              epochSecret);
    }

    /** Claims what a step says; the scalar, or the name of the refusal. */
    Object claim(JsonObject step) throws Exception {
      ClaimablePtlc incoming =
          new ClaimablePtlc(
              bytes(step, "receipt_preimage"),
              PublicKey.of(bytes(step, "incoming_point")),
              step.get("amount_in").getAsLong(),
              secret(bytes(step, "recipient_blind")),
              null,
              null);
      ClaimResult result =
          recipient.claim(List.of(incoming), Instant.ofEpochSecond(step.get("now").getAsLong()));
      return result instanceof ClaimResult.Claimed claimed
          ? claimed.scalars().get(0)
          : ((ClaimResult.Refused) result).reason().name();
    }
  }

  private static Map<String, JsonObject> valid(JsonObject file) {
    Map<String, JsonObject> all = new HashMap<>();
    for (JsonObject json : objects(file.getAsJsonObject("reusable").getAsJsonArray("valid"))) {
      all.put(json.get("id").getAsString(), json);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna", "bc"})
  void reusableInvoices(String provider) throws Exception {
    Nightjar nightjar = Nightjar.open(provider);
    try (Vectors.Cases cases = VECTORS.open(FILE)) {
      JsonObject file = cases.json();
      Map<String, JsonObject> valid = valid(file);
      for (JsonObject json : valid.values()) {
        answers(new Case(nightjar, json));
        cases.ran();
      }
      for (JsonObject json : objects(file.getAsJsonObject("reusable").getAsJsonArray("invalid"))) {
        Case base = new Case(nightjar, valid.get(json.get("base").getAsString()));
        assertThat(base.claim(json))
            .as(json.get("id").getAsString())
            .isEqualTo(json.get("expect").getAsString());
        cases.ran();
      }
      for (JsonObject json : objects(file.getAsJsonArray("scenarios"))) {
        plays(new Case(nightjar, valid.get(json.get("base").getAsString())), json);
        cases.ran();
      }
      for (JsonObject json : objects(file.getAsJsonArray("amp"))) {
        opensTogether(new Case(nightjar, valid.get(json.get("base").getAsString())), json);
        cases.ran();
      }
      isIssued(nightjar, valid.values(), file.getAsJsonObject("pool_certificate"));
      cases.ran();
      isTwofold(nightjar, file.getAsJsonObject("lsp_equivocation_example"));
      cases.ran();
      for (JsonObject json : objects(file.getAsJsonArray("attacks"))) {
        if (json.has("forged_sig")) {
          isForged(nightjar, json);
          cases.ran();
        }
      }
    }
  }

  private static void answers(Case test) throws Exception {
    JsonObject json = test.json;
    Nightjar nightjar = test.nightjar;
    String id = json.get("id").getAsString();
    assertThat(test.pool.certificate().epoch().toBytes()).isEqualTo(bytes(json, "epoch_id"));
    assertThat(
            test.pool.tuple(test.message.index()).nonces().stream()
                .map(PublicKey::toBytes)
                .toList())
        .containsExactlyElementsOf(list(json, "nonce_points"));
    assertThat(test.message.hash(nightjar).toBytes()).isEqualTo(bytes(json, "msg"));

    List<SecretKey> blinds = new ArrayList<>();
    list(json, "hop_blinds").forEach(blind -> blinds.add(secret(blind)));
    blinds.add(secret(bytes(json, "recipient_blind")));
    List<byte[]> scalars = list(json, "claim_scalars");
    try (RouteLock route =
        RouteLock.ofBlinds(nightjar, PublicKey.of(bytes(json, "payment_point")), blinds)) {
      assertThat(route.points().stream().map(PublicKey::toBytes).toList())
          .containsExactlyElementsOf(list(json, "incoming_points"));
      assertThat(route.unwind(secret(scalars.get(0)))).contains(secret(bytes(json, "s")));
    }
    List<byte[]> points = list(json, "incoming_points");
    JsonObject step = new JsonObject();
    step.addProperty("receipt_preimage", json.get("receipt_preimage").getAsString());
    step.addProperty("incoming_point", Hex.text(points.get(points.size() - 1)));
    step.addProperty("recipient_blind", json.get("recipient_blind").getAsString());
    step.addProperty("amount_in", test.message.terms().amountMsat());
    step.addProperty("now", json.get("now").getAsLong());
    assertThat(test.claim(step)).as(id).isEqualTo(secret(scalars.get(scalars.size() - 1)));

    Receipt receipt = new Receipt(test.message, SchnorrSignature.of(bytes(json, "receipt_sig")));
    assertThat(receipt.verify(nightjar, test.offer.payee())).isTrue();
    assertThat(
            KMP.verifySchnorr(
                bytes(json, "receipt_sig"), bytes(json, "msg"), bytes(json, "payee_receipt_key")))
        .isTrue();
    assertThat(
            receipt.presentedBy(
                nightjar,
                bytes(json, "presentation_challenge"),
                SchnorrSignature.of(bytes(json, "presentation_sig"))))
        .isTrue();
  }

  private static void plays(Case test, JsonObject scenario) throws Exception {
    Map<String, Object> scalars = new HashMap<>();
    for (JsonObject step : objects(scenario.getAsJsonArray("steps"))) {
      Object result = test.claim(step);
      String expected = step.get("expect").getAsString();
      if (expected.equals("OK")) {
        assertThat(result).isInstanceOf(SecretKey.class);
        Object before = scalars.putIfAbsent(step.get("receipt_preimage").getAsString(), result);
        assertThat(before == null || before.equals(result)).isTrue();
      } else {
        assertThat(result).as(scenario.get("id").getAsString()).isEqualTo(expected);
      }
    }
  }

  private static void opensTogether(Case test, JsonObject json) throws Exception {
    List<JsonObject> vectors = objects(json.getAsJsonArray("parts"));
    List<ClaimablePtlc> parts = new ArrayList<>();
    List<SecretKey> expected = new ArrayList<>();
    List<SecretKey> shareList = new ArrayList<>();
    for (JsonObject part : vectors) {
      shareList.add(secret(bytes(part, "amp_share")));
      expected.add(secret(bytes(part, "claim_scalar")));
      parts.add(
          new ClaimablePtlc(
              test.message.encode(),
              PublicKey.of(bytes(part, "incoming_point")),
              test.message.terms().amountMsat() / vectors.size() + 1,
              secret(bytes(part, "blind")),
              secret(bytes(part, "amp_share")),
              null));
    }
    Instant now = Instant.ofEpochSecond(test.json.get("now").getAsLong());
    assertThat(test.recipient.claim(parts.subList(1, parts.size()), now))
        .isInstanceOf(ClaimResult.Refused.class);
    ClaimResult result = test.recipient.claim(parts, now);
    assertThat(((ClaimResult.Claimed) result).scalars()).isEqualTo(expected);
    try (Shares shares = Shares.of(test.nightjar, shareList)) {
      PublicKey locked = shares.lock(PublicKey.of(bytes(json, "payment_point")));
      for (int i = 0; i < parts.size(); i++) {
        try (RouteLock route =
            RouteLock.ofBlinds(
                test.nightjar, locked, List.of(secret(bytes(vectors.get(i), "blind"))))) {
          assertThat(route.first()).isEqualTo(parts.get(i).point());
          assertThat(shares.unlock(route.unwind(expected.get(i)).orElseThrow()))
              .isEqualTo(secret(bytes(json, "s")));
        }
      }
    }
  }

  /** An LSP takes the certified pool, and gives out its indices with the given paths. */
  private static void isIssued(Nightjar nightjar, Iterable<JsonObject> valid, JsonObject json)
      throws Exception {
    JsonObject base = null;
    for (JsonObject each : valid) {
      base = each.get("epoch_id").equals(json.get("for_epoch")) ? each : base;
    }
    Case test = new Case(nightjar, base);
    OfferTerms offer =
        new OfferTerms(
            test.offer.chain(),
            test.offer.offer(),
            test.offer.payee(),
            XOnlyKey.of(bytes(json, "offer_issuer_key")),
            0,
            0);
    PoolCertificate certificate =
        new PoolCertificate(
            offer.chain(),
            offer.offer(),
            offer.payee(),
            test.pool.certificate().epoch(),
            test.pool.certificate().parameters(),
            json.get("not_before").getAsLong(),
            json.get("not_after").getAsLong(),
            Hash32.of(bytes(json, "merkle_root")),
            SchnorrSignature.of(bytes(json, "cert_sig")));
    assertThat(certificate.root()).isEqualTo(test.pool.certificate().root());
    byte[] ours = test.pool.encode();
    byte[] upload =
        Hex.concat(
            certificate.encode(), Arrays.copyOfRange(ours, PoolCertificate.LENGTH, ours.length));
    Instant now = Instant.ofEpochSecond(base.get("now").getAsLong());
    try (Issuer issuer =
        new Issuer(
            nightjar,
            new MemoryStore(),
            secret(nightjar.primitives().sha256(new byte[0])),
            IssueLimits.DEFAULT)) {
      assertThat(issuer.upload(NoncePool.decode(upload), offer, now)).isEmpty();
      JsonArray paths = json.getAsJsonArray("paths");
      for (int i = 0; i < paths.size(); i++) {
        IssueResult result =
            issuer.issue(
                certificate.epoch(),
                Hash32.of(nightjar.primitives().sha256(new byte[] {(byte) i})),
                new byte[0],
                now);
        IssuedTuple issued = ((IssueResult.Issued) result).tuple();
        assertThat(issued.tuple().index()).isEqualTo(i);
        JsonArray path = paths.get(i).getAsJsonArray();
        assertThat(issued.path().stream().map(Hash32::toString).toList())
            .isEqualTo(
                IntStream.range(0, path.size()).mapToObj(j -> path.get(j).getAsString()).toList());
      }
    }
  }

  /** The statements' contents are not in the file, only what was signed. */
  private static void isTwofold(Nightjar nightjar, JsonObject json) {
    for (JsonObject statement : objects(json.getAsJsonArray("statements"))) {
      assertThat(
              nightjar.verify(
                  bytes(json, "lsp_key"),
                  bytes(statement, "msg"),
                  SchnorrSignature.of(bytes(statement, "sig"))))
          .isTrue();
    }
  }

  /** Forgeries are true signatures: what prevents them is that their parameters do not exist. */
  private static void isForged(Nightjar nightjar, JsonObject json) {
    byte[] key = bytes(json, "pubkey");
    byte[] message = bytes(json, "msg");
    byte[] signature = bytes(json, "forged_sig");
    assertThat(nightjar.verify(key, message, SchnorrSignature.of(signature))).isTrue();
    assertThat(KMP.verifySchnorr(signature, message, key)).isTrue();
    int[] parameters =
        json.get("id").getAsString().equals("at-01") ? new int[] {1, 1} : new int[] {3, 2};
    assertThatThrownBy(() -> new PoolParameters(parameters[0], parameters[1], 256))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
