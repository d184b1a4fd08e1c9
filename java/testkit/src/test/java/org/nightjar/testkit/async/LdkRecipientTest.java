package org.nightjar.testkit.async;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.UnblindedData;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.Notice;
import org.nightjar.async.recipient.Recipient;
import org.nightjar.async.recipient.RecipientPolicy;
import org.nightjar.async.store.StoreException;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.Features;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.AsyncMessage;
import org.nightjar.wire.async.ServeStaticInvoice;
import org.nightjar.wire.bolt12.AnyInvoice;
import org.nightjar.wire.bolt12.Arrival;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.PayableStaticInvoice;
import org.nightjar.wire.bolt12.PayerRules;
import org.nightjar.wire.bolt12.StaticInvoice;
import org.nightjar.wire.message.ContentType;

/**
 * Our recipient in the place of LDK's: it gets LDK's paths, acknowledgement, requests and payments,
 * over paths of ours, and what it sends has the form of what LDK's recipient sent. A case is a
 * message, a document or an HTLC that is compared.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LdkRecipientTest {
  private static final int MPP = 17;
  private static final int TRAMPOLINE = 57;
  private static final long DATA = 10;
  private static final long PATH_KEY = 12;
  private static final long INVOICE_REQUEST = 77777;
  private static final long KEYSEND = 5482373484L;

  private final Vectors vectors = new Vectors("ldk-recipient");
  private final Nightjar nightjar = Nightjar.open();

  @ParameterizedTest
  @MethodSource("org.nightjar.testkit.async.LdkFlows#async")
  void isPaid(String flow) throws IOException, WireException, StoreException {
    try (Vectors.Cases cases = vectors.open(LdkFlows.file(flow))) {
      new Paid(new LdkRun(cases), cases).replay();
    }
  }

  /** One run, with us as the recipient. */
  private final class Paid {
    private final LdkRun run;
    private final Vectors.Cases cases;
    private final RoleNode node;
    private final Recipient role;
    private final Instant now;

    Paid(LdkRun run, Vectors.Cases cases) {
      this.run = run;
      this.cases = cases;
      node = run.node(nightjar, "recipient");
      role = new Recipient(node.environment, oneOffer());
      JsonObject invoice = run.documents("static_invoice").get(0);
      now = Instant.ofEpochSecond(invoice.get("invoice_created_at").getAsLong());
    }

    void replay() throws WireException, StoreException {
      give(new Event.Started(run.height()));
      LdkLayer serve = paths(ask());
      ServeStaticInvoice upload = decode(serve.content());
      StaticInvoice invoice = checkInvoice(upload);
      acknowledge(serve);
      InvoiceRequest request = LdkOnion.request(run, nightjar, role.offer(0, now).orElseThrow());
      answer(upload.forwardPath(), request);
      PayableStaticInvoice payable =
          PayerRules.checkStaticInvoice(nightjar, request, invoice, null, Arrival.REPLY_PATH, now);
      release(payable);
      pay(payable, request);
    }

    private List<Effect> give(Event event) throws StoreException {
      return node.give(role, event, now);
    }

    private List<Effect> say(BlindedPath path, TlvRecord content, BlindedPath replyPath)
        throws StoreException {
      return give(node.arrival(run, path, content, replyPath));
    }

    private JsonObject first(String kind) {
      return run.contents(kind).get(0);
    }

    private LdkLayer compare(Effect effect, JsonObject ldk) throws WireException {
      LdkLayer last = LdkOnion.checkOverSamePath(run, node, (Effect.SendMessage) effect, ldk);
      cases.ran();
      return last;
    }

    /**
     * For offer paths, over every path that the server gave.
     *
     * @return where the server is to answer
     */
    private BlindedPath ask() throws WireException, StoreException {
      List<Effect> effects = node.commit(role.serveOffers(run.pathsToServer(), now));
      assertThat(effects).hasSameSizeAs(run.pathsToServer());
      JsonObject ldk = first("offer_paths_request");
      LdkLayer last = compare(effects.get(0), ldk);
      assertThat(last.content()).isEqualTo(LdkOnion.content(ldk));
      return last.replyPath().orElseThrow();
    }

    /** LDK's offer paths make an offer, and its invoice goes over LDK's path. */
    private LdkLayer paths(BlindedPath path) throws WireException, StoreException {
      JsonObject ldk = first("offer_paths");
      List<Effect> effects = say(path, LdkOnion.content(ldk), LdkOnion.replyPath(ldk));
      assertThat(effects).hasSize(1);
      return compare(effects.get(0), first("serve_static_invoice"));
    }

    private static ServeStaticInvoice decode(TlvRecord content) throws WireException {
      return (ServeStaticInvoice) AsyncMessage.decode(content, WireProfile.LDK);
    }

    /** The same fields, and what is not a matter of keys and paths has the same values. */
    private StaticInvoice checkInvoice(ServeStaticInvoice upload) throws WireException {
      StaticInvoice ours = StaticInvoice.decode(upload.invoice(), WireProfile.LDK);
      StaticInvoice theirs =
          StaticInvoice.decode(
              decode(LdkOnion.content(first("serve_static_invoice"))).invoice(), WireProfile.LDK);
      assertThat(types(ours.stream())).isEqualTo(types(theirs.stream()));
      for (Field<?> field :
          List.of(
              Field.OFFER_CHAINS,
              Field.OFFER_ABSOLUTE_EXPIRY,
              Field.OFFER_PATHS,
              Field.INVOICE_CREATED_AT)) {
        assertThat(ours.get(field)).isEqualTo(theirs.get(field));
      }
      checkCommon(ours, theirs);
      cases.ran();
      return ours;
    }

    /** Our features are LDK's, and trampoline. */
    private void checkCommon(AnyInvoice ours, AnyInvoice theirs) {
      assertThat(theirs.get(Field.INVOICE_FEATURES)).contains(Features.ofBits(MPP));
      assertThat(ours.get(Field.INVOICE_FEATURES)).contains(Features.ofBits(MPP, TRAMPOLINE));
      assertThat(firstNodes(ours)).isEqualTo(firstNodes(theirs));
    }

    private static List<Long> types(TlvStream stream) {
      return stream.records().stream().map(TlvRecord::type).toList();
    }

    private Set<PublicKey> firstNodes(AnyInvoice invoice) {
      Set<PublicKey> nodes = new HashSet<>();
      for (BlindedPath path : invoice.get(Field.INVOICE_PATHS).orElseThrow()) {
        nodes.add(firstNode(path));
      }
      return nodes;
    }

    private PublicKey firstNode(BlindedPath path) {
      return node.environment.routes().node(path.firstNode()).orElseThrow();
    }

    private void acknowledge(LdkLayer serve) throws WireException, StoreException {
      TlvRecord content = LdkOnion.content(first("static_invoice_persisted"));
      List<Effect> effects =
          give(node.arrival(run, serve.replyPath().orElseThrow(), content, null));
      assertThat(RoleNode.only(Effect.Notify.class, effects))
          .extracting(Effect.Notify::notice)
          .hasExactlyElementsOfTypes(Notice.OfferReady.class);
    }

    /** Flow 25: the server's copies of the payer's request. LDK answers each, we the first. */
    private void answer(BlindedPath forwardPath, InvoiceRequest request)
        throws WireException, StoreException {
      TlvRecord content = TlvRecord.of(ContentType.INVOICE_REQUEST, request.encode());
      int copies = 0;
      for (JsonObject ask : run.contents("invoice_request")) {
        if (Json.text(ask, "to").equals("recipient") && ask.get("delivered").getAsBoolean()) {
          BlindedPath replyPath = LdkOnion.replyPath(ask);
          List<Effect> effects = say(forwardPath, content, replyPath);
          assertThat(effects).hasSize(copies == 0 ? 1 : 0);
          if (copies++ == 0) {
            checkOrdinary(compare(effects.get(0), ldk("invoice", replyPath)), request);
          }
        }
      }
      assertThat(copies).isEqualTo(run.contents("invoice").size());
    }

    /** What LDK sent over a path: its first node hands it to the last one, or is that. */
    private JsonObject ldk(String kind, BlindedPath path) {
      String first = run.name(firstNode(path));
      return run.contents(kind).stream()
          .filter(LdkRun.from(first).or(LdkRun.to(first)))
          .findFirst()
          .orElseThrow();
    }

    private void checkOrdinary(LdkLayer answer, InvoiceRequest request) throws WireException {
      Invoice ours = Invoice.decode(answer.content().value());
      Invoice theirs = Invoice.decode(Json.hex(run.documents("invoice").get(0), "raw"));
      PayerRules.checkInvoice(nightjar, request, ours, null, Arrival.REPLY_PATH, now);
      assertThat(types(ours.stream())).isEqualTo(types(theirs.stream()));
      assertThat(ours.amountMsat()).isEqualTo(theirs.amountMsat());
      checkCommon(ours, theirs);
      cases.ran();
    }

    /** Copies for one HTLC have one release path. LDK answers each, we the first. */
    private void release(PayableStaticInvoice invoice) throws WireException, StoreException {
      Set<BlindedPath> released = new HashSet<>();
      int copies = 0;
      for (JsonObject held : run.contents("held_htlc_available")) {
        BlindedPath release = LdkOnion.replyPath(held);
        List<BlindedPath> paths = invoice.messagePaths();
        List<Effect> effects =
            say(paths.get(copies++ % paths.size()), LdkOnion.content(held), release);
        if (released.add(release)) {
          JsonObject ldk = ldk("release_held_htlc", release);
          assertThat(effects).hasSize(1);
          assertThat(compare(effects.get(0), ldk).content()).isEqualTo(LdkOnion.content(ldk));
        } else {
          assertThat(effects).isEmpty();
        }
      }
    }

    private void pay(PayableStaticInvoice invoice, InvoiceRequest request)
        throws WireException, StoreException {
      boolean claims = run.outcome().equals("claim");
      List<JsonObject> adds = run.messages("update_add_htlc", LdkRun.to("recipient"));
      List<Effect> effects = new ArrayList<>();
      for (JsonObject add : adds) {
        assertThat(RoleNode.only(Effect.FulfilHtlc.class, effects)).isEmpty();
        PublicKey from = run.id(Json.text(add, "from"));
        BlindedPath path =
            invoice.paymentPaths().stream()
                .map(AnyInvoice.PaymentPath::path)
                .filter(each -> firstNode(each).equals(from))
                .findFirst()
                .orElseThrow();
        effects.addAll(give(new Event.HtlcCommitted(htlc(add, path, request, claims))));
      }
      if (claims) {
        checkClaims(adds, RoleNode.only(Effect.FulfilHtlc.class, effects));
      } else {
        checkFailure(adds.get(0), effects);
      }
    }

    /** As LDK's payer built it and its LSP passed it on, over a path of ours. */
    private IncomingHtlc htlc(
        JsonObject add, BlindedPath path, InvoiceRequest request, boolean good)
        throws WireException {
      byte[] hash = Json.hex(add, "payment_hash");
      PublicKey from = run.id(Json.text(add, "from"));
      List<Hop> hops = new ArrayList<>();
      for (int i = 0; i < path.hops().size(); i++) {
        BlindedPath.Hop hop = path.hops().get(i);
        TlvRecord data = TlvRecord.of(DATA, hop.encryptedRecipientData());
        List<TlvRecord> records = new ArrayList<>(List.of(data));
        if (i == 0) {
          records.add(TlvRecord.of(PATH_KEY, path.firstPathKey().toBytes()));
        } else if (i == path.hops().size() - 1) {
          records = lastPayload(add, data, request, good);
        }
        PublicKey id = i == 0 ? from : hop.blindedNodeId();
        hops.add(Hop.of(id, TlvStream.of(records).encode()));
      }
      try (SecretKey session = SecretKey.random(node.environment.random());
          NodeKey lsp = nightjar.nodeKey(run.secret(run.name(from)))) {
        OnionPacket onion = nightjar.buildPaymentOnion(session, hops, hash).packet();
        Peeled.Forward peeled = (Peeled.Forward) nightjar.peel(lsp, onion, hash);
        UnblindedData opened =
            nightjar
                .blindedPaths()
                .unblind(lsp, path.firstPathKey(), path.hops().get(0).encryptedRecipientData())
                .orElseThrow();
        IncomingHtlc ldk = run.htlc(add);
        return new IncomingHtlc(
            ldk.id(),
            from,
            ldk.amountMsat(),
            ldk.paymentHash(),
            ldk.cltvExpiry(),
            peeled.nextPacket(),
            Optional.of(opened.nextPathKey()),
            false);
      }
    }

    /** LDK's records, but for the path and the offer; the preimage is another if it is to fail. */
    private List<TlvRecord> lastPayload(
        JsonObject add, TlvRecord data, InvoiceRequest request, boolean good) {
      List<TlvRecord> records = new ArrayList<>();
      for (List<String> tlv : Json.tlvs(LdkRun.last(add), "payload_tlvs")) {
        long type = Long.parseLong(tlv.get(0));
        byte[] value = Hex.bytes(tlv.get(1));
        if (type == KEYSEND && !good) {
          value[0] ^= 1;
        }
        records.add(
            type == DATA
                ? data
                : TlvRecord.of(type, type == INVOICE_REQUEST ? request.encode() : value));
      }
      return records;
    }

    private void checkClaims(List<JsonObject> adds, List<Effect.FulfilHtlc> claims) {
      assertThat(claims).hasSameSizeAs(adds);
      for (JsonObject ldk : run.messages("update_fulfill_htlc", LdkRun.from("recipient"))) {
        Effect.FulfilHtlc ours =
            claims.stream()
                .filter(claim -> claim.htlc().equals(LdkRun.htlcId(ldk)))
                .findFirst()
                .orElseThrow();
        assertThat(ours.preimage().toBytes()).isEqualTo(Json.hex(ldk, "payment_preimage"));
        assertThat(ours.attribution().orElseThrow().toBytes())
            .hasSameSizeAs(LdkMessages.attribution(ldk).toBytes());
        cases.ran();
      }
    }

    private void checkFailure(JsonObject add, List<Effect> effects) {
      JsonObject ldk = run.messages("update_fail_malformed_htlc", LdkRun.from("recipient")).get(0);
      assertThat(effects).hasSize(1);
      Effect.FailHtlc ours = (Effect.FailHtlc) effects.get(0);
      HtlcFailure.Malformed failure = (HtlcFailure.Malformed) ours.failure();
      assertThat(ours.htlc()).isEqualTo(LdkRun.htlcId(add));
      assertThat(failure.code()).isEqualTo(ldk.get("failure_code").getAsInt());
      assertThat(failure.sha256OfOnion()).isEqualTo(Json.hex(ldk, "sha256_of_onion"));
      cases.ran();
    }
  }

  /** The defaults, but for one offer, as LDK's recipient has. */
  private static RecipientPolicy oneOffer() {
    RecipientPolicy usual = RecipientPolicy.defaults();
    return new RecipientPolicy(usual.offers().withSlots(1), usual.answers(), usual.claims());
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void every_expected_file_ran() {
    vectors.assertAllRan();
  }
}
