package org.nightjar.testkit.async;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.async.server.ServerPolicy;
import org.nightjar.async.server.StaticInvoiceServer;
import org.nightjar.async.store.StoreException;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.AsyncMessage;
import org.nightjar.wire.async.OfferPaths;
import org.nightjar.wire.async.ServeStaticInvoice;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.Signer;
import org.nightjar.wire.bolt12.StaticInvoice;
import org.nightjar.wire.message.ContentType;

/**
 * Our static invoice server in the place of LDK's: it gets what LDK's recipient and payer sent,
 * over paths of ours, and answers over LDK's paths as LDK's server did. What is signed with keys
 * that only LDK has is signed with others. A case is a message that is compared.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LdkServerTest {
  private static final Duration YEAR = Duration.ofDays(365);

  /** What of a static invoice is neither its offer's nor made with the issuer's key. */
  private static final List<Long> COPIED = List.of(160L, 162L, 164L, 166L, 174L, 236L);

  private final Vectors vectors = new Vectors("ldk-server");
  private final Nightjar nightjar = Nightjar.open();
  private final SecretKey issuerKey = SecretKey.of(Hex.repeat(0x15, SecretKey.LENGTH));

  @ParameterizedTest
  @MethodSource("org.nightjar.testkit.async.LdkFlows#async")
  void serves(String flow) throws IOException, WireException, StoreException {
    try (Vectors.Cases cases = vectors.open(LdkFlows.file(flow))) {
      new Served(new LdkRun(cases), cases).replay();
    }
  }

  /** One run, with us as the server. */
  private final class Served {
    private final LdkRun run;
    private final Vectors.Cases cases;
    private final StaticInvoice ldkInvoice;
    private final RoleNode node;
    private final StaticInvoiceServer role;
    private final Instant now;

    Served(LdkRun run, Vectors.Cases cases) throws WireException {
      this.run = run;
      this.cases = cases;
      ldkInvoice =
          StaticInvoice.decode(
              Json.hex(run.documents("static_invoice").get(0), "raw"), WireProfile.LDK);
      now = Instant.ofEpochSecond(ldkInvoice.get(Field.INVOICE_CREATED_AT).orElseThrow());
      String name = Json.text(run.contents("offer_paths_request").get(0), "to");
      node = run.node(nightjar, name);
      role = new StaticInvoiceServer(node.environment, ServerPolicy.defaults());
    }

    void replay() throws WireException, StoreException {
      OfferPaths paths = null;
      BlindedPath uploads = null;
      BlindedPath requests = role.requestPaths(run.recipientId(), now.plus(YEAR)).get(0);
      for (JsonObject ask : run.contents("offer_paths_request")) {
        BlindedPath replyPath = LdkOnion.replyPath(ask);
        Effect effect = only(say(requests, LdkOnion.content(ask), replyPath));
        LdkLayer answer = compare(effect, ldk("offer_paths", replyPath));
        assertThat(types(answer.content()))
            .isEqualTo(types(LdkOnion.content(run.contents("offer_paths").get(0))));
        paths = (OfferPaths) AsyncMessage.decode(answer.content(), WireProfile.LDK);
        uploads = answer.replyPath().orElseThrow();
      }
      serve(paths, uploads);
      assertThat(node.refusals).isEmpty();
      refuseLdksOwn(uploads);
    }

    private List<Effect> say(BlindedPath path, TlvRecord content, BlindedPath replyPath)
        throws StoreException {
      return node.give(role, node.arrival(run, path, content, replyPath), now);
    }

    private Effect only(List<Effect> effects) {
      assertThat(effects).hasSize(1);
      return effects.get(0);
    }

    /** What LDK sent over a path: its first node hands it to the last one, or is that. */
    private JsonObject ldk(String kind, BlindedPath path) {
      String first = run.name(node.environment.routes().node(path.firstNode()).orElseThrow());
      return run.contents(kind).stream()
          .filter(LdkRun.from(first).or(LdkRun.to(first)))
          .findFirst()
          .orElseThrow();
    }

    private LdkLayer compare(Effect effect, JsonObject ldk) throws WireException {
      LdkLayer last = LdkOnion.checkOverSamePath(run, node, (Effect.SendMessage) effect, ldk);
      cases.ran();
      return last;
    }

    private List<Long> types(TlvRecord content) throws WireException {
      return AsyncMessage.decode(content, WireProfile.LDK).stream().records().stream()
          .map(TlvRecord::type)
          .toList();
    }

    private Offer offer(OfferPaths paths) {
      return Offer.builder()
          .set(Field.OFFER_CHAINS, List.of(ChainHash.TESTNET))
          .set(
              Field.OFFER_ABSOLUTE_EXPIRY,
              ldkInvoice.get(Field.OFFER_ABSOLUTE_EXPIRY).orElseThrow())
          .set(Field.OFFER_PATHS, paths.paths())
          .set(Field.OFFER_ISSUER_ID, nightjar.publicKey(issuerKey))
          .build(nightjar);
    }

    /** LDK's invoice, but for an offer with a path of ours. */
    private StaticInvoice invoice(Offer offer) {
      StaticInvoice.Builder invoice = StaticInvoice.forOffer(offer, WireProfile.LDK);
      ldkInvoice.stream().records().stream()
          .filter(record -> COPIED.contains(record.type()))
          .forEach(invoice::add);
      return invoice.build(nightjar, Signer.of(nightjar, issuerKey));
    }

    private void serve(OfferPaths paths, BlindedPath uploads) throws WireException, StoreException {
      Offer offer = offer(paths);
      StaticInvoice invoice = invoice(offer);
      assertThat(invoice.values().keySet()).isEqualTo(ldkInvoice.values().keySet());
      JsonObject ldk = run.contents("serve_static_invoice").get(0);
      ServeStaticInvoice upload =
          (ServeStaticInvoice) AsyncMessage.decode(LdkOnion.content(ldk), WireProfile.LDK);
      TlvRecord content =
          ServeStaticInvoice.create(invoice.encode(), upload.forwardPath())
              .content(WireProfile.LDK);
      JsonObject persisted = run.contents("static_invoice_persisted").get(0);
      LdkLayer ack = compare(only(say(uploads, content, LdkOnion.replyPath(ldk))), persisted);
      assertThat(ack.content()).isEqualTo(LdkOnion.content(persisted));
      answer(offer, invoice);
    }

    /** Every copy is answered; LDK's server forwards each, ours the first. */
    private void answer(Offer offer, StaticInvoice invoice) throws WireException, StoreException {
      InvoiceRequest request = LdkOnion.request(run, nightjar, offer);
      TlvRecord content = TlvRecord.of(ContentType.INVOICE_REQUEST, request.encode());
      BlindedPath path = offer.get(Field.OFFER_PATHS).orElseThrow().get(0);
      int copies = 0;
      for (JsonObject ask : run.contents("invoice_request")) {
        if (!Json.text(ask, "from").equals("payer")) {
          continue;
        }
        BlindedPath replyPath = LdkOnion.replyPath(ask);
        List<Effect> effects = say(path, content, replyPath);
        LdkLayer answer = compare(effects.get(0), ldk("static_invoice", replyPath));
        assertThat(answer.content())
            .isEqualTo(TlvRecord.of(ContentType.STATIC_INVOICE, invoice.encode()));
        assertThat(effects).hasSize(copies == 0 ? 2 : 1);
        if (copies++ == 0) {
          forward(effects.get(1), content, replyPath);
        }
      }
      assertThat(copies).isPositive();
    }

    private void forward(Effect effect, TlvRecord content, BlindedPath replyPath)
        throws WireException {
      List<JsonObject> ldk =
          run.contents("invoice_request").stream().filter(LdkRun.to("recipient")).toList();
      if (!ldk.isEmpty()) {
        LdkLayer forwarded = compare(effect, ldk.get(0));
        assertThat(forwarded.content()).isEqualTo(content);
        assertThat(forwarded.replyPath()).contains(replyPath);
      }
    }

    /** LDK's invoice as it was is for an offer that we gave no path for. */
    private void refuseLdksOwn(BlindedPath uploads) throws WireException, StoreException {
      JsonObject upload = run.contents("serve_static_invoice").get(0);
      assertThat(say(uploads, LdkOnion.content(upload), LdkOnion.replyPath(upload))).isEmpty();
      assertThat(node.refusals).containsExactly("offer path not issued for this slot");
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void every_expected_file_ran() {
    vectors.assertAllRan();
  }
}
