package org.nightjar.async.server;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.Messages;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.Reaction;
import org.nightjar.async.RecentlySeen;
import org.nightjar.async.RefusedException;
import org.nightjar.async.Role;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.async.AsyncMessage;
import org.nightjar.wire.async.OfferPaths;
import org.nightjar.wire.async.OfferPathsRequest;
import org.nightjar.wire.async.ServeStaticInvoice;
import org.nightjar.wire.async.StaticInvoicePersisted;
import org.nightjar.wire.bolt12.InvoiceError;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.PeeledMessage;

/**
 * Serves static invoices for recipients that sleep (bLIP 66). Paths are stateless: what the server
 * must know of one is in it. All that is stored are the invoices and where to forward requests.
 */
public final class StaticInvoiceServer implements Role {
  private static final String NAME = "StaticInvoiceServer";
  private static final int TICK_LIMIT = 1000;

  /** Requests that are remembered, so that no copy of them is forwarded. */
  private static final int MAX_FORWARDED = 10_000;

  private final Environment environment;
  private final ServerPolicy policy;
  private final UploadRules rules;
  private final Quotas quotas;
  private final RecentlySeen<ByteBuffer> forwarded;

  /** A server on a node. */
  public StaticInvoiceServer(Environment environment, ServerPolicy policy) {
    this.environment = environment;
    this.policy = policy;
    this.rules = new UploadRules(environment, policy);
    this.quotas = new Quotas(policy);
    this.forwarded = new RecentlySeen<>(policy.copies(), MAX_FORWARDED);
  }

  /**
   * Where a recipient asks for offer paths: to be given to it out of band, over a channel that is
   * safe. Whoever has them is the recipient to this server.
   *
   * @param recipientId 1 to 64 bytes, the server's own name for it; short, since it is in every
   *     offer, readable by the server alone
   * @param expiry until when they are good
   * @throws IllegalArgumentException if the id is too short or too long
   */
  public List<BlindedPath> requestPaths(byte[] recipientId, Instant expiry) {
    ServerContext context =
        new ServerContext(RecipientId.of(recipientId), 0, Math.max(0, expiry.getEpochSecond()));
    return List.of(path(Purpose.OFFER_PATHS_REQUEST, context));
  }

  @Override
  public List<Reaction> on(Event event, Instant now) throws StoreException {
    if (event instanceof Event.MessageArrived arrived
        && arrived.message() instanceof PeeledMessage.Last last) {
      return onMessage(arrived.from(), last, now);
    }
    return event instanceof Event.Tick ? onTick(now) : List.of();
  }

  private List<Reaction> onMessage(PublicKey from, PeeledMessage.Last message, Instant now)
      throws StoreException {
    TlvRecord content = message.payload().content().orElse(null);
    if (content == null) {
      return List.of();
    }
    if (content.type() == ContentType.INVOICE_REQUEST) {
      return onInvoiceRequest(from, message, content.value(), now);
    }
    return AsyncMessage.isType(content.type()) ? onAsyncMessage(message, content, now) : List.of();
  }

  private List<Reaction> onAsyncMessage(PeeledMessage.Last message, TlvRecord content, Instant now)
      throws StoreException {
    AsyncMessage decoded;
    try {
      decoded = AsyncMessage.decode(content, environment.profile());
    } catch (WireException e) {
      boolean ours =
          open(Purpose.OFFER_PATHS_REQUEST, message) != null
              || open(Purpose.SERVE_STATIC_INVOICE, message) != null;
      return ours ? refuse("malformed message") : List.of();
    }
    if (decoded instanceof OfferPathsRequest request) {
      return onOfferPathsRequest(message, request, now);
    }
    return decoded instanceof ServeStaticInvoice upload
        ? onServeStaticInvoice(message, upload, now)
        : List.of();
  }

  private List<Reaction> onOfferPathsRequest(
      PeeledMessage.Last message, OfferPathsRequest request, Instant now) {
    ServerContext context = context(Purpose.OFFER_PATHS_REQUEST, message, now);
    BlindedPath replyPath = message.payload().replyPath().orElse(null);
    if (context == null || replyPath == null) {
      return refuse("offer paths asked for by nobody we know");
    }
    if (request.invoiceSlot() >= policy.slots()) {
      return refuse("offer paths for a slot beyond the limit");
    }
    if (!quotas.takePathRequest(context.recipient(), now)) {
      return refuse("too many requests for offer paths");
    }
    long expiry = Math.max(0, now.plus(policy.pathLifetime()).getEpochSecond());
    ServerContext slot = new ServerContext(context.recipient(), request.invoiceSlot(), expiry);
    BlindedPath offerPath = environment.contexts().shortMessagePath(Purpose.OFFER, slot.encode());
    OfferPaths paths = OfferPaths.create(List.of(offerPath), OptionalLong.of(expiry));
    BlindedPath uploads = path(Purpose.SERVE_STATIC_INVOICE, slot);
    return List.of(new Reaction(List.of(), send(replyPath, paths, uploads)));
  }

  private List<Reaction> onServeStaticInvoice(
      PeeledMessage.Last message, ServeStaticInvoice upload, Instant now) throws StoreException {
    ServerContext context = context(Purpose.SERVE_STATIC_INVOICE, message, now);
    BlindedPath replyPath = message.payload().replyPath().orElse(null);
    if (context == null || replyPath == null) {
      return refuse("static invoice of nobody we know");
    }
    if (context.slot() >= policy.slots()) {
      return refuse("static invoice for a slot beyond the limit");
    }
    if (!quotas.takeUpload(context.recipient(), now)) {
      return refuse("too many static invoices");
    }
    Optional<Stored> stored = environment.store().load(context.key());
    ServingSlot slot;
    try {
      slot = rules.check(upload, context, now);
    } catch (RefusedException e) {
      return refuse(e.reason());
    }
    SlotMachine.Verdict verdict = SlotMachine.upload(SlotCodec.decode(stored), slot);
    if (verdict == SlotMachine.Verdict.REFUSE) {
      return refuse("static invoice not newer than the one that is served");
    }
    List<Write> writes =
        verdict == SlotMachine.Verdict.STORE ? List.of(put(context, stored, slot, now)) : List.of();
    return List.of(new Reaction(writes, send(replyPath, StaticInvoicePersisted.create(), null)));
  }

  /**
   * Kept until neither it nor any older one can come again: a path that one could come over is good
   * for the lifetime of paths at most.
   */
  private Write put(ServerContext context, Optional<Stored> stored, ServingSlot slot, Instant now) {
    return new Write.Put(
        context.key(),
        stored.map(Stored::version).orElse(0L),
        SlotCodec.encode(slot),
        Due.at(now.plus(policy.pathLifetime())));
  }

  private List<Reaction> onInvoiceRequest(
      PublicKey from, PeeledMessage.Last message, byte[] content, Instant now)
      throws StoreException {
    ServerContext context = open(Purpose.OFFER, message);
    if (context == null) {
      return List.of();
    }
    BlindedPath replyPath = message.payload().replyPath().orElse(null);
    if (context.isExpired(now) || replyPath == null) {
      return refuse("invoice request over an expired path, or without one for the answer");
    }
    if (!quotas.takeRequest(context.recipient(), from, now)) {
      return refuse("too many invoice requests");
    }
    InvoiceRequest request;
    try {
      request = InvoiceRequest.decode(content);
    } catch (WireException e) {
      return refuse("malformed invoice request");
    }
    Slot slot = SlotCodec.decode(environment.store().load(context.key()));
    if (!(slot instanceof ServingSlot serving) || !serving.isForSameOffer(request)) {
      return answerError(replyPath, "invoice request for an offer that is not served");
    }
    if (serving.isOfferExpired(now)) {
      return answerError(replyPath, "invoice request for an expired offer");
    }
    if (!request.hasValidSignature(environment.nightjar())) {
      return refuse("invoice request not signed by its key");
    }
    return answer(serving, request, replyPath, now);
  }

  /**
   * The invoice for the payer, and the request for the recipient, which may answer itself if it is
   * awake; if the invoice has expired, this is what wakes it to make a new one.
   */
  private List<Reaction> answer(
      ServingSlot slot, InvoiceRequest request, BlindedPath replyPath, Instant now) {
    List<Effect> effects = new ArrayList<>();
    if (slot.invoice().isExpired(now)) {
      refuse("invoice request for an expired static invoice");
    } else {
      TlvRecord invoice = TlvRecord.of(ContentType.STATIC_INVOICE, slot.invoice().encode());
      effects.addAll(send(replyPath, invoice, null));
    }
    TlvRecord content = TlvRecord.of(ContentType.INVOICE_REQUEST, request.encode());
    if (!isForwarded(request, now)) {
      effects.addAll(send(slot.forwardPath(), content, replyPath));
    }
    return List.of(new Reaction(List.of(), effects));
  }

  /** Copies that a payer sends at once wake the recipient once, and cost it one message. */
  private boolean isForwarded(InvoiceRequest request, Instant now) {
    byte[] hash = environment.nightjar().primitives().sha256(request.encode());
    return forwarded.again(ByteBuffer.wrap(hash), now);
  }

  private List<Reaction> answerError(BlindedPath replyPath, String reason) {
    refuse(reason);
    TlvRecord error =
        TlvRecord.of(ContentType.INVOICE_ERROR, InvoiceError.of("no such offer here").encode());
    return List.of(new Reaction(List.of(), send(replyPath, error, null)));
  }

  private List<Reaction> onTick(Instant now) throws StoreException {
    quotas.forget(now);
    forwarded.forget(now);
    List<Reaction> reactions = new ArrayList<>();
    for (Stored stored : environment.store().due(Kind.SERVED_INVOICE, now, TICK_LIMIT)) {
      Write delete = new Write.Delete(stored.key(), stored.version());
      reactions.add(new Reaction(List.of(delete), List.of()));
    }
    return reactions;
  }

  private BlindedPath path(Purpose purpose, ServerContext context) {
    return environment.contexts().messagePath(List.of(), purpose, context.encode());
  }

  private @Nullable ServerContext open(Purpose purpose, PeeledMessage.Last message) {
    return environment
        .contexts()
        .open(purpose, message.data())
        .flatMap(ServerContext::decode)
        .orElse(null);
  }

  private @Nullable ServerContext context(
      Purpose purpose, PeeledMessage.Last message, Instant now) {
    ServerContext context = open(purpose, message);
    return context == null || context.isExpired(now) ? null : context;
  }

  private List<Effect> send(
      BlindedPath path, AsyncMessage message, @Nullable BlindedPath replyPath) {
    return send(path, message.content(environment.profile()), replyPath);
  }

  /** Nothing, if no message can be sent over the path. */
  private List<Effect> send(BlindedPath path, TlvRecord content, @Nullable BlindedPath replyPath) {
    return Messages.toPath(environment, path, content, replyPath).stream()
        .map(Effect.class::cast)
        .toList();
  }

  private List<Reaction> refuse(String reason) {
    environment.observer().refused(NAME, reason);
    return List.of();
  }
}
