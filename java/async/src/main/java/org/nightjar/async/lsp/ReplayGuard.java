package org.nightjar.async.lsp;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nightjar.Primitives;
import org.nightjar.SharedSecret;
import org.nightjar.async.Environment;
import org.nightjar.async.HtlcId;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.internal.ByteArrays;
import org.nightjar.wire.TlvStreamBuilder;

/**
 * Sees to it that an onion is acted on once (BOLT 4 "Onion Decryption"): its shared secret is
 * claimed for one HTLC, in the same write as what is made of it. The key is the first 20 bytes of
 * the secret's SHA-256.
 */
final class ReplayGuard {
  private static final int KEY_LENGTH = 20;
  private static final int STATE = 1;

  private final Primitives primitives;
  private final Store store;
  private final HoldPolicy policy;

  ReplayGuard(Environment environment, HoldPolicy policy) {
    primitives = environment.nightjar().primitives();
    store = environment.store();
    this.policy = policy;
  }

  /**
   * An onion that may be acted on.
   *
   * @param writes to be durable with what is made of it
   * @param again if the peer may send it again
   */
  record Fresh(List<Write> writes, Optional<Retransmission> again) {}

  /** Of an onion, and of the trampoline onion in it: each is acted on once. */
  List<byte[]> replayKeys(Upstream upstream) {
    byte[] key = replayKey(upstream.secret());
    return upstream.inner().map(inner -> List.of(key, replayKey(inner))).orElse(List.of(key));
  }

  private byte[] replayKey(SharedSecret secret) {
    return Arrays.copyOf(primitives.sha256(secret.exposeSecretBytes()), KEY_LENGTH);
  }

  /** Nothing if the onion of an HTLC is a replay. */
  Optional<Fresh> check(Incoming incoming, Reading.Readable onion, Instant now)
      throws StoreException {
    List<byte[]> keys = replayKeys(onion.upstream());
    byte[] owner = incoming.id().encode();
    boolean mayComeAgain = policy.retransmitters().contains(incoming.peer());
    String hexKey = ByteArrays.hex(keys.get(0));
    if (areFreeFor(keys, owner)) {
      Optional<Retransmission> again =
          mayComeAgain ? Optional.of(Retransmission.first(hexKey, incoming)) : Optional.empty();
      return Optional.of(new Fresh(claims(keys, owner, onion.replayableUntil()), again));
    }
    return mayComeAgain ? checkAgain(hexKey, incoming, now) : Optional.empty();
  }

  private Optional<Fresh> checkAgain(String replayKey, Incoming incoming, Instant now)
      throws StoreException {
    Optional<Stored> stored = store.load(retransmissionKey(replayKey));
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    Retransmission last = decode(stored.get());
    if (!last.allows(incoming, now)) {
      return Optional.empty();
    }
    Retransmission again = last.again(incoming);
    return Optional.of(new Fresh(List.of(put(again, stored.get().version())), Optional.of(again)));
  }

  /** Whether nobody, or this owner, acted on the onions with these keys. */
  boolean areFreeFor(List<byte[]> replayKeys, byte[] owner) throws StoreException {
    for (byte[] key : replayKeys) {
      Optional<Stored> claim = store.load(Key.of(Kind.REPLAY, key));
      if (claim.isPresent() && !Arrays.equals(claim.get().value(), owner)) {
        return false;
      }
    }
    return true;
  }

  /** Whether this HTLC's own onion is the one with this key. */
  boolean isOnionOf(HtlcId htlc, byte[] replayKey) throws StoreException {
    return store
        .load(Key.of(Kind.REPLAY, replayKey))
        .filter(claim -> Arrays.equals(claim.value(), htlc.encode()))
        .isPresent();
  }

  static List<Write> claims(List<byte[]> replayKeys, byte[] owner, long until) {
    return replayKeys.stream()
        .<Write>map(key -> new Write.Claim(Key.of(Kind.REPLAY, key), owner, until))
        .toList();
  }

  /** What to write when the removal of a failed HTLC is irrevocable: its onion may come again. */
  Write failed(Retransmission retransmission, Instant now) throws StoreException {
    long version =
        store.load(retransmissionKey(retransmission.replayKey())).map(Stored::version).orElse(0L);
    return put(retransmission.failed(now), version);
  }

  private static Write put(Retransmission retransmission, long version) {
    TlvStreamBuilder fields = new TlvStreamBuilder();
    TransitCodec.write(fields, retransmission);
    return new Write.Put(
        retransmissionKey(retransmission.replayKey()),
        version,
        RecordFormat.encode(STATE, fields.build()),
        Due.atHeight(retransmission.cltvExpiry() + HtlcState.FORGET_BLOCKS));
  }

  private static Key retransmissionKey(String replayKey) {
    return Key.of(Kind.RETRANSMISSION, ByteArrays.fromHex(replayKey));
  }

  static Retransmission decode(Stored stored) throws StoreException {
    return RecordFormat.read(
        stored,
        decoded ->
            TransitCodec.again(decoded.fields())
                .orElseThrow(() -> RecordFormat.damaged(stored, "it has no retransmission", null)));
  }

  /**
   * Forgets what cannot come again: claims at once, up to a depth of a reorg.
   *
   * @return what else to delete
   */
  List<Write> prune(long height, int limit) throws StoreException {
    store.prune(Kind.REPLAY, height - HtlcState.FORGET_BLOCKS);
    store.prune(Kind.ATTEMPT, height - HtlcState.FORGET_BLOCKS);
    return store.dueAtHeight(Kind.RETRANSMISSION, height, limit).stream()
        .<Write>map(stored -> new Write.Delete(stored.key(), stored.version()))
        .toList();
  }
}
