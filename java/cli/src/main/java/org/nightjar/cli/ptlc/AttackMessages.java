package org.nightjar.cli.ptlc;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;
import org.nightjar.ptlc.EpochId;
import org.nightjar.ptlc.Hash32;
import org.nightjar.ptlc.OfferId;
import org.nightjar.ptlc.OfferTerms;
import org.nightjar.ptlc.PaymentTerms;
import org.nightjar.ptlc.ReceiptMessage;
import org.nightjar.ptlc.XOnlyKey;
import org.nightjar.wire.ChainHash;

/** What an attacker writes into receipts: messages as every payer may write them. */
final class AttackMessages {
  /** What it pays with each of its payments. */
  static final long PAID_MSAT = 1_000;

  /** What it wants a receipt for. */
  static final long WANTED_MSAT = 2_100_000_000_000L;

  private static final int INDEX_OF_WANTED = 7;
  private static final long HOUR = 3_600;

  private final Nightjar nightjar;
  private final SecureRandom random = new SecureRandom();
  private final OfferTerms offer;
  private final EpochId epoch;

  AttackMessages(Nightjar nightjar, Victim victim) {
    this.nightjar = nightjar;
    this.epoch = EpochId.of(victim.epochId());
    this.offer =
        new OfferTerms(
            ChainHash.REGTEST,
            OfferId.of(fresh()),
            XOnlyKey.of(victim.payee()),
            key(),
            PAID_MSAT,
            0);
  }

  private byte[] fresh() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }

  private XOnlyKey key() {
    try (SecretKey secret = SecretKey.random(random)) {
      return XOnlyKey.of(nightjar, secret);
    }
  }

  private byte[] message(int index, long amountMsat, byte[] noteHash) {
    long now = Instant.now().getEpochSecond();
    PaymentTerms terms =
        new PaymentTerms(
            key(), Hash32.of(fresh()), amountMsat, now, now + HOUR, Hash32.of(noteHash));
    return ReceiptMessage.of(offer, epoch, index, terms).encode();
  }

  /** A payment of one satoshi. */
  byte[] cheap(int index) {
    return message(index, PAID_MSAT, new byte[32]);
  }

  /** What the recipient will never see. */
  byte[] wanted(String note) {
    byte[] text = note.getBytes(StandardCharsets.UTF_8);
    return message(INDEX_OF_WANTED, WANTED_MSAT, nightjar.primitives().sha256(text));
  }
}
