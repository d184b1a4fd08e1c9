package org.nightjar.async.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Frozen;
import org.nightjar.async.TestNode;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.TlvStreamBuilder;

class CodecsTest {
  private static final Key OFFER = Key.of(Kind.OFFER, new byte[2]);
  private static final Key RECEIPT = Key.of(Kind.RECEIPT, new byte[32]);
  private static final Key SERVER = Key.of(Kind.INVOICE_SERVER, new byte[1]);

  private static OfferSlot offer(Stored stored) throws StoreException {
    return OfferCodec.decode(TestNode.NIGHTJAR, Optional.of(stored));
  }

  private static OfferSlot offer(byte[] value) throws StoreException {
    return offer(Frozen.stored(OFFER, value));
  }

  private static Map<String, byte[]> load(String name) throws Exception {
    return Frozen.load(CodecsTest.class, name);
  }

  @Test
  void readsFrozenOffers() throws Exception {
    Map<String, byte[]> states = load("offers.txt");
    assertThat(offer(states.get("pending"))).isInstanceOf(Pending.class);
    assertThat(offer(states.get("ready"))).isInstanceOf(Ready.class);
    assertThat(offer(states.get("used"))).isInstanceOf(Used.class);
    Expired expired = (Expired) offer(states.get("expired"));
    assertThat(OfferCodec.encode(expired)).isEqualTo(states.get("expired"));
    for (String name : new String[] {"pending", "ready", "used"}) {
      Uploaded slot = (Uploaded) offer(states.get(name));
      assertThat(OfferCodec.encode(slot)).as(name).isEqualTo(states.get(name));
      assertThat(slot.served().offer()).isEqualTo(expired.offer());
      assertThat(slot.served().upload().acknowledged()).isEqualTo(!name.equals("pending"));
    }
  }

  @Test
  void readsFrozenReceipts() throws Exception {
    Map<String, byte[]> states = load("receipts.txt");
    Settled claiming = ReceiptCodec.decode(Frozen.stored(RECEIPT, states.get("claiming")));
    Settled claimed = ReceiptCodec.decode(Frozen.stored(RECEIPT, states.get("claimed")));
    assertThat(claiming).isInstanceOf(Claiming.class);
    assertThat(claimed).isInstanceOf(Claimed.class);
    assertThat(claimed.claim()).isEqualTo(claiming.claim());
    assertThat(claimed.claim().parts()).hasSize(2);
    assertThat(claimed.claim().amountMsat()).isEqualTo(5_000_000);
    assertThat(ReceiptCodec.encode(claiming)).isEqualTo(states.get("claiming"));
    assertThat(ReceiptCodec.encode(claimed)).isEqualTo(states.get("claimed"));
  }

  @Test
  void readsTheFrozenServer() throws Exception {
    byte[] value = load("server.txt").get("server");
    assertThat(ServerCodec.encode(ServerCodec.decode(Frozen.stored(SERVER, value))))
        .isEqualTo(value);
  }

  @Test
  void findsFlippedBits() throws Exception {
    for (byte[] value : load("offers.txt").values()) {
      Frozen.checkBitFlips(OFFER, value, CodecsTest::offer);
    }
    for (byte[] value : load("receipts.txt").values()) {
      Frozen.checkBitFlips(RECEIPT, value, ReceiptCodec::decode);
    }
    for (byte[] value : load("server.txt").values()) {
      Frozen.checkBitFlips(SERVER, value, ServerCodec::decode);
    }
  }

  @Test
  void refusesOtherStatesAndMissingFields() {
    for (int state = 0; state < 6; state++) {
      byte[] value = RecordFormat.encode(state, new TlvStreamBuilder().build());
      assertThatThrownBy(() -> offer(value)).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> ReceiptCodec.decode(Frozen.stored(RECEIPT, value)))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> ServerCodec.decode(Frozen.stored(SERVER, value)))
          .isInstanceOf(StoreException.class);
    }
  }
}
