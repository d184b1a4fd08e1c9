package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.ErrorCapability;
import org.nightjar.OnionPacket;
import org.nightjar.async.Effect;
import org.nightjar.async.Frozen;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.delegation.OnionBookPut;
import org.nightjar.wire.delegation.OutboxPut;
import org.nightjar.wire.message.OnionMessage;

/** The other records of a forwarding node; the corpus is frozen. */
class DelegatedRecordsTest {
  private static final OnionMessage MESSAGE =
      OnionMessage.of(Lsp.CAROL, OnionPacket.of(filled(1366, 0x55)));
  private static final OnionPacket ONION = OnionPacket.of(filled(1366, 0x66));
  private static final Optional<ErrorCapability> CAPABILITY =
      ErrorCapability.decode(
          HexFormat.of().parseHex("01" + "77".repeat(64) + "02" + "00000009" + "88".repeat(1092)));
  private static final Retransmission RETRANSMISSION =
      new Retransmission(
          "aa".repeat(20), Lsp.ALICE, Lsp.HASH, 1_002_000, 800_500, 3, Optional.empty());
  private static final Instant TIME = Instant.ofEpochMilli(1_795_824_000_123L);

  private final MemoryStore store = new MemoryStore();
  private final Delegations delegations = new Delegations(store);
  private final ReplayGuard guard;

  DelegatedRecordsTest() throws StoreException {
    Lsp lsp = new Lsp();
    guard = new ReplayGuard(lsp.node.environment, lsp.policy);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private Map<String, Write.Put> puts() throws StoreException {
    byte[] htlc = Lsp.id(7).encode();
    OutboxPut outbox =
        OutboxPut.create(
            htlc, Lsp.HASH.toBytes(), List.of(new OutboxPut.Entry(100, Lsp.DAVE, MESSAGE)));
    OnionBookPut book =
        OnionBookPut.create(
            htlc,
            Lsp.HASH.toBytes(),
            List.of(
                new OnionBookPut.Entry(0, ONION, 1, 2, CAPABILITY),
                new OnionBookPut.Entry(200, ONION, 1, 2, Optional.empty())));
    List<Write> messages = delegations.put(Lsp.id(7), outbox, Instant.ofEpochSecond(100));
    List<Write> onions = delegations.put(Lsp.id(7), book);
    return Map.of(
        "message", (Write.Put) messages.get(0),
        "onion", (Write.Put) onions.get(0),
        "onion-without-capability", (Write.Put) onions.get(1),
        "retransmission", (Write.Put) guard.failed(RETRANSMISSION, TIME));
  }

  @Test
  void theCorpusIsReadForEver() throws Exception {
    Map<String, Write.Put> puts = puts();
    Map<String, byte[]> corpus = Frozen.load(DelegatedRecordsTest.class, "delegated-records-1.txt");
    assertThat(corpus.keySet()).containsExactlyInAnyOrderElementsOf(puts.keySet());
    for (Map.Entry<String, byte[]> line : corpus.entrySet()) {
      Write.Put put = puts.get(line.getKey());
      assertThat(put.value()).isEqualTo(line.getValue());
      store.write(List.of(List.of(new Write.Put(put.key(), 0, line.getValue(), put.due()))));
    }
    Stored message = store.load(puts.get("message").key()).orElseThrow();
    assertThat(message.due()).isEqualTo(Due.at(Instant.ofEpochSecond(100)));
    assertThat(Delegations.send(message)).isEqualTo(new Effect.SendMessage(Lsp.DAVE, MESSAGE));
    assertThat(Delegations.htlc(message)).isEqualTo(Lsp.id(7));
    assertThat(delegations.page(Lsp.id(7), 0)).contains(new Delegations.Page(0, ONION, CAPABILITY));
    assertThat(delegations.pagesAfter(Lsp.id(7), 0))
        .containsExactly(new Delegations.Page(200, ONION, Optional.empty()));
    assertThat(delegations.page(Lsp.id(8), 0)).isEmpty();
    assertThat(ReplayGuard.decode(store.load(puts.get("retransmission").key()).orElseThrow()))
        .isEqualTo(RETRANSMISSION.failed(TIME));
    assertThat(delegations.drop(Lsp.id(7))).hasSize(3);
    assertThat(delegations.drop(Lsp.id(6))).isEmpty();
  }

  @Test
  void everyBitThatFlipsIsFound() throws StoreException {
    puts().forEach((name, put) -> Frozen.checkBitFlips(put.key(), put.value(), decoding(name)));
  }

  private static Frozen.Decoding decoding(String name) {
    return switch (name) {
      case "message" -> Delegations::send;
      case "retransmission" -> ReplayGuard::decode;
      default -> Delegations::page;
    };
  }
}
