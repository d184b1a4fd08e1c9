package org.nightjar.wire.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.wire.Hostile;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.bolt12.MerkleTree;
import org.nightjar.wire.bolt12.Signer;

class ClaimReceiptTest {
  private static final Nightjar NIGHTJAR = Nightjar.open("bc");
  private static final byte[] HASH = hex("22".repeat(32));
  private static final SecretKey ISSUER = SecretKey.of(hex("41".repeat(32)));
  private static final PublicKey ISSUER_ID = NIGHTJAR.publicKey(ISSUER);
  private static final PublicKey OTHER_ID = NIGHTJAR.publicKey(SecretKey.of(hex("42".repeat(32))));
  private static final String PAYMENT_HASH = "0120" + "22".repeat(32);
  private static final String SIGNATURE = "f040" + "44".repeat(64);
  private static final String RECEIPT = PAYMENT_HASH + "03022710 0504 6553f100" + SIGNATURE;

  private static ClaimReceipt signed() {
    return ClaimReceipt.create(HASH, 10_000, 1_700_000_000, Signer.of(NIGHTJAR, ISSUER));
  }

  @Test
  void aReceiptIsReadAndWritten() throws WireException {
    ClaimReceipt receipt = ClaimReceipt.decode(hex(RECEIPT));
    assertThat(receipt.paymentHash()).isEqualTo(HASH);
    assertThat(receipt.amountMsat()).isEqualTo(10_000);
    assertThat(receipt.time()).isEqualTo(1_700_000_000);
    assertThat(receipt.encode()).isEqualTo(hex(RECEIPT));
    SchnorrSignature signature = SchnorrSignature.of(hex("44".repeat(64)));
    assertThat(ClaimReceipt.create(HASH, 10_000, 1_700_000_000, hash -> signature))
        .isEqualTo(receipt);
    for (byte[] hash : new byte[][] {new byte[31], new byte[33]}) {
      assertThatThrownBy(() -> ClaimReceipt.create(hash, 1, 1, ignored -> signature))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () -> ClaimReceipt.create(HASH, WireReader.MAX_MSAT + 1, 1, ignored -> signature))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "03022710 0504 6553f100 S, MISSING_TYPE, 1",
    "H 0504 6553f100 S, MISSING_TYPE, 3",
    "H 03022710 S, MISSING_TYPE, 5",
    "H 03022710 0504 6553f100, MISSING_TYPE, 240",
    "011f 2222, TRUNCATED, 1",
    "0121 2222222222222222222222222222222222222222222222222222222222222222 22 S, TRAILING, 1",
    "H 03020001 0504 6553f100 S, NOT_MINIMAL, 3",
    "H 0308 ffffffffffffffff 0504 6553f100 S, VALUE, 3",
    "H 03022710 0509 010000000000000000 S, TRAILING, 5",
    "H 03022710 0504 6553f100 0600 S, UNKNOWN_EVEN_TYPE, 6",
    "H 03022710 0504 6553f100 f001ff, TRUNCATED, 240"
  })
  void aBadReceiptIsRefused(String text, Reason reason, long type) {
    String bytes = text.replace("H", PAYMENT_HASH).replace("S", SIGNATURE);
    WireException e = refused(() -> ClaimReceipt.decode(hex(bytes)));
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.type()).hasValue(type);
  }

  @Test
  void hostileBytesAreRefusedOrKept() throws WireException {
    Hostile.check("ClaimReceipt", hex(RECEIPT), bytes -> ClaimReceipt.decode(bytes).encode());
  }

  @Test
  void theIssuersReceiptPasses() throws WireException {
    ClaimReceipt receipt = ClaimReceipt.decode(signed().encode());
    receipt.check(NIGHTJAR, ISSUER_ID, HASH, 10_000);
    receipt.check(NIGHTJAR, ISSUER_ID, HASH, 1);
  }

  private static void assertRefused(
      ClaimReceipt receipt,
      PublicKey issuer,
      byte[] hash,
      long leastMsat,
      Reason reason,
      long type) {
    WireException e = refused(() -> receipt.check(NIGHTJAR, issuer, hash, leastMsat));
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.type()).hasValue(type);
  }

  @Test
  void aReceiptOfAnotherPaymentOrSignerIsNone() {
    assertRefused(signed(), ISSUER_ID, new byte[32], 10_000, Reason.MISMATCH, 1);
    assertRefused(signed(), ISSUER_ID, HASH, 10_001, Reason.VALUE, 3);
    assertRefused(signed(), OTHER_ID, HASH, 10_000, Reason.SIGNATURE, 240);
    PublicKey noPoint = PublicKey.of(Arrays.copyOf(new byte[] {2}, 33));
    assertRefused(signed(), noPoint, HASH, 10_000, Reason.SIGNATURE, 240);
  }

  /** Every record is signed, those of unknown types too. */
  @Test
  void aChangedReceiptIsNone() throws WireException {
    byte[] bytes = signed().encode();
    bytes[37] ^= 1;
    assertRefused(ClaimReceipt.decode(bytes), ISSUER_ID, HASH, 1, Reason.SIGNATURE, 240);
    bytes = signed().encode();
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 4);
    longer[bytes.length] = (byte) 0xfd;
    longer[bytes.length + 1] = 0x10;
    longer[bytes.length + 2] = 0x01;
    assertRefused(ClaimReceipt.decode(longer), ISSUER_ID, HASH, 1, Reason.SIGNATURE, 240);
  }

  /** A signature of the same words for another kind of message does not serve. */
  @Test
  void aReceiptHasATagOfItsOwn() {
    ClaimReceipt forged =
        ClaimReceipt.create(
            HASH,
            10_000,
            1_700_000_000,
            ignored ->
                NIGHTJAR.sign(
                    ISSUER,
                    MerkleTree.signatureHash("rate_reply", MerkleTree.root(signed().stream())),
                    null));
    assertRefused(forged, ISSUER_ID, HASH, 1, Reason.SIGNATURE, 240);
  }
}
