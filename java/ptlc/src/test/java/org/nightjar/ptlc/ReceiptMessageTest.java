package org.nightjar.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nightjar.wire.ChainHash;

class ReceiptMessageTest {
  private static Hash32 filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return Hash32.of(bytes);
  }

  @Test
  void fieldsStandWhereTheSchemeSays() {
    OfferTerms offer =
        new OfferTerms(
            ChainHash.of(filled(1).toBytes()),
            OfferId.of(filled(2).toBytes()),
            XOnlyKey.of(filled(3).toBytes()),
            XOnlyKey.of(filled(9).toBytes()),
            0,
            0);
    byte[] epoch = new byte[16];
    Arrays.fill(epoch, (byte) 6);
    PaymentTerms terms =
        new PaymentTerms(
            XOnlyKey.of(filled(4).toBytes()), filled(5), 0x0102030405060708L, -1, 2, filled(7));
    byte[] bytes = ReceiptMessage.of(offer, EpochId.of(epoch), 0xfedcba98L, terms).encode();
    assertThat(bytes).hasSize(237);
    assertThat(bytes[0]).isEqualTo((byte) 1);
    for (int field = 1; field <= 5; field++) {
      int from = 1 + 32 * (field - 1);
      assertThat(Arrays.copyOfRange(bytes, from, from + 32)).containsOnly(field);
    }
    assertThat(Arrays.copyOfRange(bytes, 161, 185))
        .isEqualTo(
            new byte[] {
              1, 2, 3, 4, 5, 6, 7, 8, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 2
            });
    assertThat(Arrays.copyOfRange(bytes, 185, 201)).containsOnly(6);
    assertThat(Arrays.copyOfRange(bytes, 201, 205))
        .isEqualTo(new byte[] {(byte) 0xfe, (byte) 0xdc, (byte) 0xba, (byte) 0x98});
    assertThat(Arrays.copyOfRange(bytes, 205, 237)).containsOnly(7);
  }

  @Test
  void whateverHasTheLengthDecodesToItself() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = new byte[237];
      random.nextBytes(bytes);
      bytes[0] = 1;
      ReceiptMessage message = ReceiptMessage.decode(bytes);
      assertThat(message.encode()).isEqualTo(bytes);
      assertThat(message).isEqualTo(ReceiptMessage.decode(bytes));
      assertThat(message.toString()).hasSizeLessThan(70);
    }
  }

  @Test
  void otherLengthsAndVersionsAreRefused() {
    for (int length : new int[] {0, 1, 236, 238, 474}) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) 1);
      assertRefused(bytes, Refusal.ERR_LENGTH);
    }
    for (int version : new int[] {0, 2, 255}) {
      byte[] bytes = new byte[237];
      bytes[0] = (byte) version;
      assertRefused(bytes, Refusal.ERR_VERSION);
    }
  }

  private static void assertRefused(byte[] bytes, Refusal refusal) {
    assertThatThrownBy(() -> ReceiptMessage.decode(bytes))
        .isInstanceOfSatisfying(
            RefusalException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
  }
}
