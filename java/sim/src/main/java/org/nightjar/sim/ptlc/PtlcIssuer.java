package org.nightjar.sim.ptlc;

import static org.nightjar.async.RefusedException.refuseIf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.Messages;
import org.nightjar.async.Notice;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.Reaction;
import org.nightjar.async.RefusedException;
import org.nightjar.async.Role;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.ptlc.EpochId;
import org.nightjar.ptlc.Hash32;
import org.nightjar.ptlc.IssueLimits;
import org.nightjar.ptlc.IssueResult;
import org.nightjar.ptlc.Issuer;
import org.nightjar.ptlc.OfferId;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.message.PeeledMessage;

/**
 * An LSP that issues the nonces of its clients while they sleep. What it issued is in the node's
 * store before it leaves; a dishonest one forgets it, and gives everybody the same index.
 */
public final class PtlcIssuer implements Role {
  // The record.
  private static final int SERVED = 1;
  private static final long POOL = 1;

  private static final String NAME = "PtlcIssuer";

  private final Environment environment;
  private final SecretKey lspKey;
  private final Set<PublicKey> clients;
  private final BooleanSupplier forgets;
  private final Issuer issuer;

  /**
   * An issuer.
   *
   * @param lspKey signs what is issued
   * @param clients whose pools it takes; read at each use
   * @param forgets whether it is dishonest now
   */
  public PtlcIssuer(
      Environment environment, SecretKey lspKey, Set<PublicKey> clients, BooleanSupplier forgets) {
    this.environment = environment;
    this.lspKey = lspKey;
    this.clients = clients;
    this.forgets = forgets;
    this.issuer = issuer(environment.store());
  }

  private Issuer issuer(Store store) {
    return new Issuer(environment.nightjar(), store, lspKey, IssueLimits.DEFAULT);
  }

  /** Where payers ask for an index of an offer. */
  public BlindedPath requestPath(OfferId offer) {
    return environment
        .contexts()
        .messagePath(List.of(), Purpose.PTLC_ISSUE_REQUEST, offer.toBytes());
  }

  @Override
  public List<Reaction> on(Event event, Instant now) throws StoreException {
    try {
      if (event instanceof Event.PeerMessageArrived arrived
          && arrived.type() == PtlcTypes.POOL_PUT) {
        return onPool(arrived, now);
      }
      if (event instanceof Event.MessageArrived arrived
          && arrived.message() instanceof PeeledMessage.Last last
          && last.payload().content().isPresent()
          && last.payload().content().get().type() == PtlcTypes.ISSUE_REQUEST) {
        return onRequest(arrived.from(), last, now);
      }
    } catch (RefusedException e) {
      environment.observer().refused(NAME, e.reason());
    } catch (WireException e) {
      environment.observer().refused(NAME, "malformed message");
    }
    return List.of();
  }

  private static Key key(byte[] offer) {
    return Key.of(Kind.PTLC_SERVED, offer);
  }

  /** The same again changes nothing; another epoch ends the one before. */
  private List<Reaction> onPool(Event.PeerMessageArrived arrived, Instant now)
      throws StoreException, RefusedException, WireException {
    refuseIf(!clients.contains(arrived.from()), "a pool of somebody who is no client");
    PoolPut put = PoolPut.decode(arrived.payload());
    Key key = key(put.terms().offer().toBytes());
    Optional<Stored> before = environment.store().load(key);
    EpochId epoch = put.pool().certificate().epoch();
    if (before.isPresent()) {
      EpochId old = served(before.get()).pool().certificate().epoch();
      if (!old.equals(epoch)) {
        issuer.retire(old);
      }
    }
    refuseIf(issuer.upload(put.pool(), put.terms(), now).isPresent(), "a pool that is not good");
    long version = before.map(Stored::version).orElse(0L);
    byte[] record =
        RecordFormat.encode(SERVED, new TlvStreamBuilder().put(POOL, arrived.payload()).build());
    return List.of(new Reaction(List.of(new Write.Put(key, version, record, Due.NONE)), List.of()));
  }

  private static PoolPut served(Stored stored) throws StoreException {
    return RecordFields.of(stored).need(POOL, reader -> PoolPut.decode(reader.rest()));
  }

  private List<Reaction> onRequest(PublicKey from, PeeledMessage.Last last, Instant now)
      throws StoreException, RefusedException, WireException {
    byte[] offer =
        environment
            .contexts()
            .open(Purpose.PTLC_ISSUE_REQUEST, last.data())
            .orElseThrow(() -> new RefusedException("a request over no path of ours"));
    BlindedPath reply =
        last.payload()
            .replyPath()
            .orElseThrow(() -> new RefusedException("message without a path for the answer"));
    byte[] commitment = last.payload().content().orElseThrow().value();
    refuseIf(commitment.length != Hash32.LENGTH, "malformed message");
    Optional<Stored> served = environment.store().load(key(offer));
    refuseIf(served.isEmpty(), "a request for an offer that is not served");
    PoolPut put = served(served.get());
    IssueResult result =
        issuing(put, now)
            .issue(put.pool().certificate().epoch(), Hash32.of(commitment), from.toBytes(), now);
    if (result instanceof IssueResult.Refused refused) {
      throw new RefusedException("a request for an index: " + refused.reason());
    }
    PtlcInvoice invoice = new PtlcInvoice(put.paths(), ((IssueResult.Issued) result).tuple());
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Notify(new Notice.IndexIssued(invoice.issued().tuple().index())));
    Messages.toPath(environment, reply, TlvRecord.of(PtlcTypes.INVOICE, invoice.encode()), null)
        .ifPresent(effects::add);
    return List.of(new Reaction(List.of(), effects));
  }

  private Issuer issuing(PoolPut put, Instant now) throws StoreException {
    if (!forgets.getAsBoolean()) {
      return issuer;
    }
    Issuer forgetful = issuer(new MemoryStore());
    forgetful.upload(put.pool(), put.terms(), now);
    return forgetful;
  }
}
