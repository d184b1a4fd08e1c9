package org.nightjar.ptlc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.ReusableInvoices;
import org.nightjar.SecretKey;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * Claims payments to the nonces of one epoch. Nothing leaves before it is durable which message an
 * index answers; an index never answers another one (a basket's: more than q). The same message is
 * answered again, over the same PTLCs, with the same scalars: after a crash a claim is simply made
 * again.
 *
 * <p>An epoch dies when its state is missing, damaged, or an older copy: {@link EpochDeath}. Then
 * nothing is claimed in it any more, by {@link Refusal#ERR_EPOCH}. Safe for many threads; close it
 * when no call is under way, which wipes its secrets.
 */
public final class Recipient implements AutoCloseable {
  private final Nightjar nightjar;
  private final ReusableInvoices arithmetic;
  private final OfferTerms offer;
  private final RecipientPolicy policy;
  private final EpochId epoch;
  private final Journal journal;
  private final @Nullable PoolCertificate certificate;
  private final @Nullable SecretKey receiptSecret;
  private final @Nullable EpochSecret epochSecret;

  private Recipient(
      Environment environment,
      EpochId epoch,
      Journal journal,
      @Nullable PoolCertificate certificate,
      @Nullable SecretKey receiptSecret,
      @Nullable EpochSecret epochSecret) {
    this.nightjar = environment.nightjar();
    this.arithmetic = nightjar.experimental().reusableInvoices();
    this.offer = environment.offer();
    this.policy = environment.policy();
    this.epoch = epoch;
    this.journal = journal;
    this.certificate = certificate;
    this.receiptSecret = receiptSecret;
    this.epochSecret = epochSecret;
  }

  /**
   * What a recipient works with.
   *
   * @param store the device's own, for the journal
   * @param counter outside the store
   */
  public record Environment(
      Nightjar nightjar,
      Store store,
      MonotonicCounter counter,
      OfferTerms offer,
      RecipientPolicy policy) {}

  /**
   * Starts an epoch. Do that before its pool is uploaded.
   *
   * @param certificate of the epoch's pool
   * @param receiptSecret of the offer's payee; copied
   * @param epochSecret made for this epoch on this device; copied
   * @throws IllegalArgumentException if the epoch was started before, or a secret or the
   *     certificate is of another epoch or offer
   * @throws StoreException if that could not be made durable
   */
  public static Recipient start(
      Environment environment,
      PoolCertificate certificate,
      SecretKey receiptSecret,
      EpochSecret epochSecret)
      throws StoreException {
    Nightjar nightjar = environment.nightjar();
    if (!certificate.epoch().equals(epochSecret.id(nightjar))
        || !certificate.offer().equals(environment.offer().offer())
        || !certificate.payee().equals(environment.offer().payee())) {
      throw new IllegalArgumentException("the certificate is of another epoch or offer");
    }
    checkReceiptSecret(environment, receiptSecret);
    Journal journal = journal(environment, certificate.epoch());
    journal.start(certificate);
    return new Recipient(
        environment,
        certificate.epoch(),
        journal,
        certificate,
        Secrets.copy(receiptSecret),
        Secrets.copy(epochSecret));
  }

  /**
   * Goes on with an epoch after a start of the program. Look at {@link #death} before the LSP is
   * told that this device is there.
   *
   * @param receiptSecret of the offer's payee; copied
   * @param epochSecret what the device kept for this epoch, copied; empty if it has nothing, and
   *     then the epoch is dead
   * @throws IllegalArgumentException if a secret is of another epoch or offer
   * @throws StoreException if store or counter cannot be asked: try again
   */
  public static Recipient resume(
      Environment environment,
      EpochId epoch,
      SecretKey receiptSecret,
      Optional<EpochSecret> epochSecret)
      throws StoreException {
    if (epochSecret.isPresent() && !epochSecret.get().id(environment.nightjar()).equals(epoch)) {
      throw new IllegalArgumentException("the secret is of another epoch");
    }
    checkReceiptSecret(environment, receiptSecret);
    Journal journal = journal(environment, epoch);
    PoolCertificate certificate = journal.resume();
    if (epochSecret.isEmpty() && journal.death().isEmpty()) {
      journal.retire(EpochDeath.NO_SECRET);
    }
    return journal.death().isPresent()
        ? new Recipient(environment, epoch, journal, certificate, null, null)
        : new Recipient(
            environment,
            epoch,
            journal,
            certificate,
            Secrets.copy(receiptSecret),
            Secrets.copy(epochSecret.get()));
  }

  private static void checkReceiptSecret(Environment environment, SecretKey receiptSecret) {
    XOnlyKey payee = XOnlyKey.of(environment.nightjar(), receiptSecret);
    if (!payee.equals(environment.offer().payee())) {
      throw new IllegalArgumentException("the receipt secret is not the offer's payee's");
    }
  }

  private static Journal journal(Environment environment, EpochId epoch) {
    return new Journal(environment.nightjar(), environment.store(), environment.counter(), epoch);
  }

  public EpochId epoch() {
    return epoch;
  }

  /** Why the epoch is dead; empty while it lives. */
  public Optional<EpochDeath> death() {
    return journal.death();
  }

  /**
   * Ends the epoch: before a new one, or when the device is given away.
   *
   * @throws StoreException if it is not durable yet: dead until the program ends, call again
   */
  public void retire() throws StoreException {
    journal.retire(EpochDeath.RETIRED);
  }

  /**
   * Claims the PTLCs of one payment. Parts are claimed together; while one is missing the answer is
   * {@link Refusal#ERR_PART_MISSING}.
   *
   * @param parts one, or all that have come, in any order
   * @param now the time
   * @throws StoreException if the answer could not be made durable, or the counter not moved on:
   *     nothing left; the same claim may be made again
   * @throws org.nightjar.NightjarException if the arithmetic met a fault: nothing left either
   */
  public ClaimResult claim(List<ClaimablePtlc> parts, Instant now) throws StoreException {
    if (journal.death().isPresent()) {
      return new ClaimResult.Refused(Refusal.ERR_EPOCH);
    }
    SecretKey sum = null;
    try {
      ReceiptMessage message = checkMessage(parts, now.getEpochSecond());
      sum = Shares.sum(nightjar, parts.stream().map(ClaimablePtlc::share).toList());
      checkPoints(message, parts, sum);
      AnswerRecord.Answer answer = new AnswerRecord.Answer(message.hash(nightjar), digest(parts));
      Optional<Refusal> refusal =
          journal.enter(message.index(), answer, certificate.parameters().q());
      return refusal.isPresent()
          ? new ClaimResult.Refused(refusal.get())
          : answer(message, parts, sum);
    } catch (RefusalException e) {
      return new ClaimResult.Refused(e.refusal());
    } finally {
      if (sum != null) {
        sum.close();
      }
    }
  }

  /** What can be said of message, amounts and times without any point. */
  private ReceiptMessage checkMessage(List<ClaimablePtlc> parts, long now) throws RefusalException {
    RefusalException.refuseIf(parts.isEmpty(), Refusal.ERR_PARTS);
    byte[] bytes = parts.get(0).message();
    ReceiptMessage message = ReceiptMessage.decode(bytes);
    RefusalException.refuseIf(!message.chain().equals(offer.chain()), Refusal.ERR_CHAIN);
    RefusalException.refuseIf(!message.offer().equals(offer.offer()), Refusal.ERR_OFFER);
    RefusalException.refuseIf(!message.payee().equals(offer.payee()), Refusal.ERR_PAYEE_KEY);
    RefusalException.refuseIf(!message.epoch().equals(epoch), Refusal.ERR_EPOCH);
    RefusalException.refuseIf(
        message.index() >= certificate.parameters().count(), Refusal.ERR_INDEX);
    PaymentTerms terms = message.terms();
    RefusalException.refuseIf(
        terms.payerKey().equals(offer.payee()) || !terms.payerKey().isValid(nightjar),
        Refusal.ERR_PAYER_KEY);
    for (ClaimablePtlc part : parts) {
      RefusalException.refuseIf(!Arrays.equals(part.message(), bytes), Refusal.ERR_PARTS);
      RefusalException.refuseIf(
          part.note() != null
              && !Arrays.equals(nightjar.primitives().sha256(part.note()), terms.noteHash().raw()),
          Refusal.ERR_NOTE);
    }
    checkAmount(terms.amountMsat(), parts);
    checkTimes(terms, now);
    return message;
  }

  private void checkAmount(long amountMsat, List<ClaimablePtlc> parts) throws RefusalException {
    RefusalException.refuseIf(
        Long.compareUnsigned(amountMsat, WireReader.MAX_MSAT) > 0
            || amountMsat < offer.minimumMsat(),
        Refusal.ERR_AMOUNT);
    long missing = amountMsat - offer.maxSkimMsat();
    for (ClaimablePtlc part : parts) {
      missing -= Math.min(part.amountMsat(), Math.max(missing, 0));
    }
    boolean parted = parts.size() > 1 || parts.get(0).share() != null;
    RefusalException.refuseIf(missing > 0, parted ? Refusal.ERR_PART_MISSING : Refusal.ERR_AMOUNT);
  }

  private void checkTimes(PaymentTerms terms, long now) throws RefusalException {
    long skew = policy.skew().toSeconds();
    RefusalException.refuseIf(
        Long.compareUnsigned(terms.timestamp(), now + skew) > 0, Refusal.ERR_TIME_FUTURE);
    RefusalException.refuseIf(
        Long.compareUnsigned(terms.timestamp() + skew, certificate.notBefore()) < 0,
        Refusal.ERR_TIME_PAST);
    RefusalException.refuseIf(Long.compareUnsigned(terms.expiry(), now) < 0, Refusal.ERR_EXPIRED);
  }

  /** That each PTLC is locked to the message's point, with the shares' sum and its own blind. */
  private void checkPoints(
      ReceiptMessage message, List<ClaimablePtlc> parts, @Nullable SecretKey sum)
      throws RefusalException {
    List<PublicKey> nonces =
        arithmetic.nonces(
            epochSecret.raw(),
            receiptSecret,
            (int) message.index(),
            1,
            certificate.parameters().nu());
    PublicKey point =
        arithmetic
            .point(message.raw(), nonces)
            .orElseThrow(() -> new RefusalException(Refusal.ERR_POINT_MISMATCH))
            .point();
    PublicKey locked = sum == null ? point : add(point, sum);
    for (ClaimablePtlc part : parts) {
      RefusalException.refuseIf(
          !add(locked, part.blind()).equals(part.point()), Refusal.ERR_POINT_MISMATCH);
    }
  }

  /** A payer that knows an answer already can choose shares that end at infinity. */
  private PublicKey add(PublicKey point, SecretKey scalar) throws RefusalException {
    try {
      return arithmetic.blindPoint(point, scalar);
    } catch (IllegalArgumentException e) {
      throw new RefusalException(Refusal.ERR_POINT_MISMATCH);
    }
  }

  /** Names a set of PTLCs: no two have one point, for each has a blind of its own. */
  private Hash32 digest(List<ClaimablePtlc> parts) {
    WireWriter points = new WireWriter();
    parts.stream()
        .map(ClaimablePtlc::point)
        .sorted()
        .forEach(point -> points.bytes(point.toBytes()));
    return Hashing.PARTS.of(nightjar, points.toBytes());
  }

  /** The arithmetic, once the journal has it. */
  private ClaimResult answer(
      ReceiptMessage message, List<ClaimablePtlc> parts, @Nullable SecretKey sum) {
    int nu = certificate.parameters().nu();
    try (ReusableInvoices.Claim claim =
            arithmetic.claim(epochSecret.raw(), receiptSecret, message.raw(), nu);
        SecretKey opened =
            sum == null
                ? Secrets.copy(claim.scalar())
                : arithmetic.blindScalar(claim.scalar(), sum)) {
      List<SecretKey> scalars = new ArrayList<>();
      for (ClaimablePtlc part : parts) {
        scalars.add(arithmetic.blindScalar(opened, part.blind()));
      }
      return new ClaimResult.Claimed(List.copyOf(scalars));
    }
  }

  @Override
  public void close() {
    if (receiptSecret != null) {
      receiptSecret.close();
    }
    if (epochSecret != null) {
      epochSecret.close();
    }
  }
}
