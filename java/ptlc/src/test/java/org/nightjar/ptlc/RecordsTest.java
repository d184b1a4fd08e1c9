package org.nightjar.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.ptlc.World.LSP_KEY;
import static org.nightjar.ptlc.World.NIGHTJAR;
import static org.nightjar.ptlc.World.NOW;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.SchnorrSignature;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.TlvStreamBuilder;

/** Records as older programs stored them decode for ever; damaged ones never do. */
class RecordsTest {
  private static final World WORLD = new World(PoolParameters.pool(2));
  private static final Key KEY = EpochRecord.key(WORLD.epoch());

  /** A record's way out of its bytes and back. */
  private interface Codec {
    byte[] again(Stored stored) throws StoreException;
  }

  private record Kept(byte[] bytes, Codec codec) {}

  /** One record of each kind and state. */
  private static Map<String, Kept> records() {
    Codec epochs = stored -> EpochRecord.decode(stored).encode();
    Codec answers = stored -> AnswerRecord.decode(stored).encode();
    Codec counters = stored -> StoredCounter.encode(StoredCounter.decode(stored));
    Codec pools = stored -> PoolRecord.encode(PoolRecord.decode(stored));
    Codec servings = stored -> ServingRecord.decode(stored).encode();
    Codec issues = stored -> IssueRecord.decode(stored).encode();
    Codec payments = stored -> PaymentRecord.decode(stored).encode();

    EpochRecord start = EpochRecord.start(WORLD.pool.certificate());
    Hash32 message = Hash32.of(World.bytes("message"));
    AnswerRecord.Answer answer = new AnswerRecord.Answer(message, Hash32.of(World.bytes("parts")));
    EpochRecord answered = start.answered(start.mark().next(NIGHTJAR, 1, answer));
    AnswerRecord one = new AnswerRecord(List.of()).with(answer);
    IssueStatement statement =
        IssueStatement.sign(
            NIGHTJAR,
            LSP_KEY,
            WORLD.pool.certificate(),
            1,
            Hash32.of(World.bytes("payer")),
            NOW.getEpochSecond());
    PaymentRecord pending = pending();
    SchnorrSignature signature = NIGHTJAR.sign(LSP_KEY, World.bytes("receipt"), null);

    Map<String, Kept> records = new LinkedHashMap<>();
    records.put("epoch-live", new Kept(answered.encode(), epochs));
    for (EpochDeath death : EpochDeath.values()) {
      records.put("epoch-" + death, new Kept(answered.died(death).encode(), epochs));
    }
    records.put("answer", new Kept(one.encode(), answers));
    records.put("answers", new Kept(one.with(answer).encode(), answers));
    records.put("counter", new Kept(StoredCounter.encode(answered.mark()), counters));
    records.put("pool", new Kept(PoolRecord.encode(WORLD.pool), pools));
    records.put("served", new Kept(new ServingRecord(3, false).encode(), servings));
    records.put("served-no-more", new Kept(new ServingRecord(0, true).encode(), servings));
    records.put(
        "issue",
        new Kept(new IssueRecord(statement, Hash32.of(World.bytes("asker"))).encode(), issues));
    records.put("payment", new Kept(pending.encode(), payments));
    records.put("receipt", new Kept(pending.paid(signature).encode(), payments));
    return records;
  }

  private static PaymentRecord pending() {
    try {
      return new PaymentRecord(
          WORLD.message(1, "alice"), WORLD.pool.tuple(1), World.secret("alice"), Optional.empty());
    } catch (RefusalException e) {
      throw new AssertionError(e);
    }
  }

  private static Stored stored(byte[] value) {
    return new Stored(KEY, 1, value, Due.NONE);
  }

  @Test
  void recordsAreWrittenAndReadAsTheyWereFrozen() throws Exception {
    Map<String, byte[]> frozen = new LinkedHashMap<>();
    try (InputStream in = RecordsTest.class.getResourceAsStream("records-1.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .forEach(line -> frozen.put(line[0], HexFormat.of().parseHex(line[1])));
    }
    Map<String, Kept> records = records();
    assertThat(frozen.keySet()).containsExactlyElementsOf(records.keySet());
    for (Map.Entry<String, Kept> record : records.entrySet()) {
      byte[] bytes = frozen.get(record.getKey());
      assertThat(record.getValue().bytes()).as(record.getKey()).isEqualTo(bytes);
      assertThat(record.getValue().codec().again(stored(bytes)))
          .as(record.getKey())
          .isEqualTo(bytes);
    }
  }

  @Test
  void everyFlippedBitIsFound() {
    records()
        .forEach(
            (name, record) -> {
              for (int bit = 0; bit < record.bytes().length * 8; bit++) {
                byte[] flipped = record.bytes().clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertDamaged(name + " bit " + bit, record.codec(), flipped);
              }
            });
  }

  @Test
  void otherStatesAndMissingFieldsAreDamage() {
    records()
        .forEach(
            (name, record) -> {
              for (int state = 0; state < 4; state++) {
                byte[] empty = RecordFormat.encode(state, new TlvStreamBuilder().build());
                assertDamaged(name + " state " + state, record.codec(), empty);
              }
            });
  }

  private static void assertDamaged(String what, Codec codec, byte[] bytes) {
    assertThatThrownBy(() -> codec.again(stored(bytes)))
        .as(what)
        .isInstanceOf(StoreException.class);
  }

  @Test
  void whatPrintsTellsNoSecret() throws Exception {
    String s = HexFormat.of().formatHex(World.bytes("alice"));
    assertThat(pending().toString()).doesNotContain(s);
    assertThat(WORLD.epochSecret.toString())
        .doesNotContain(HexFormat.of().formatHex(World.bytes("epoch")));
    try (Recipient recipient = WORLD.start()) {
      ClaimablePtlc incoming = WORLD.incoming(WORLD.message(0, "alice"), "a");
      ClaimResult.Claimed claimed = (ClaimResult.Claimed) recipient.claim(List.of(incoming), NOW);
      String scalar = HexFormat.of().formatHex(claimed.scalars().get(0).exposeSecretBytes());
      assertThat(claimed.toString()).doesNotContain(scalar);
      assertThat(incoming.toString()).contains("redacted");
    }
    EpochSecret closed = EpochSecret.of(World.bytes("closed"));
    closed.close();
    assertThatThrownBy(closed::exposeSecretBytes).isInstanceOf(IllegalStateException.class);
  }
}
