package org.nightjar.ptlc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.ReusableInvoices;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/**
 * Pays to issued tuples, and keeps receipts. An index is paid with one message whatever happens:
 * attempts that come later, after a crash too, get the message of the first. Safe for many threads.
 */
public final class Payer {
  private final Nightjar nightjar;
  private final ReusableInvoices arithmetic;
  private final Store store;

  /**
   * A payer.
   *
   * @param store for payments, their payer keys, and receipts; stays the caller's to close
   */
  public Payer(Nightjar nightjar, Store store) {
    this.nightjar = nightjar;
    this.arithmetic = nightjar.experimental().reusableInvoices();
    this.store = store;
  }

  /**
   * Checks all that an LSP gave: certificate and its time, Merkle path, nonces, statement.
   *
   * @param offer from the offer itself, not from the LSP
   * @param lsp who issues for the recipient
   * @param payerKey fresh; its commitment went to the LSP
   * @throws RefusalException with what is wrong
   */
  public CheckedIssue check(
      IssuedTuple issued, OfferTerms offer, XOnlyKey lsp, XOnlyKey payerKey, Instant now)
      throws RefusalException {
    PoolCertificate certificate = issued.certificate();
    certificate.check(nightjar, offer, now.getEpochSecond());
    NonceTuple tuple = issued.tuple();
    PoolParameters parameters = certificate.parameters();
    RefusalException.refuseIf(tuple.index() >= parameters.count(), Refusal.ERR_INDEX);
    RefusalException.refuseIf(!tuple.epoch().equals(certificate.epoch()), Refusal.ERR_EPOCH);
    RefusalException.refuseIf(
        tuple.nonces().size() != parameters.nu() || !tuple.isSound(nightjar, offer.payee()),
        Refusal.ERR_NONCE);
    RefusalException.refuseIf(
        issued.path().size() != MerkleTree.pathLength(tuple.index(), parameters.count())
            || !MerkleTree.root(nightjar, tuple.leaf(nightjar), issued.path())
                .equals(certificate.root()),
        Refusal.ERR_MERKLE_ROOT);
    RefusalException.refuseIf(
        payerKey.equals(offer.payee()) || !payerKey.isValid(nightjar), Refusal.ERR_PAYER_KEY);
    if (!parameters.isBasket()) {
      checkStatement(
          issued.statement().orElseThrow(() -> new RefusalException(Refusal.ERR_ISSUE)),
          tuple,
          offer,
          lsp,
          payerKey);
    }
    return new CheckedIssue(issued, offer, payerKey);
  }

  private void checkStatement(
      IssueStatement statement, NonceTuple tuple, OfferTerms offer, XOnlyKey lsp, XOnlyKey payerKey)
      throws RefusalException {
    RefusalException.refuseIf(
        !statement.offer().equals(offer.offer())
            || !statement.epoch().equals(tuple.epoch())
            || statement.index() != tuple.index()
            || !statement.payerCommitment().equals(IssueStatement.commitment(nightjar, payerKey))
            || !statement.verify(nightjar, lsp),
        Refusal.ERR_ISSUE);
  }

  /**
   * Begins a payment, or goes on with the one that was begun for this tuple.
   *
   * @param payerKey the secret of the key that the tuple was issued for
   * @param terms with that key; if the payment was begun before, those of then hold
   * @throws IllegalArgumentException if the key is another or was used for another index, or the
   *     amount is none of the offer
   * @throws StoreException if it could not be made durable: pay nothing
   */
  public Payment pay(CheckedIssue issue, SecretKey payerKey, PaymentTerms terms)
      throws StoreException {
    OfferTerms offer = issue.offer();
    OfferTerms.checkMsat(terms.amountMsat());
    if (terms.amountMsat() < offer.minimumMsat()) {
      throw new IllegalArgumentException("less than the offer's minimum");
    }
    if (!terms.payerKey().equals(issue.payerKey())
        || !XOnlyKey.of(nightjar, payerKey).equals(issue.payerKey())) {
      throw new IllegalArgumentException("the tuple was issued for another key");
    }
    NonceTuple tuple = issue.issued().tuple();
    ReceiptMessage message = ReceiptMessage.of(offer, tuple.epoch(), tuple.index(), terms);
    Key key = PaymentRecord.key(issue.payerKey());
    try (PaymentRecord begun =
        new PaymentRecord(message, tuple, Secrets.copy(payerKey), Optional.empty())) {
      Payment payment = payment(begun);
      Write put = new Write.Put(key, 0, begun.encode(), Due.NONE);
      if (store.write(List.of(List.of(put))).get(0) instanceof Outcome.Done) {
        return payment;
      }
    }
    Payment before = find(issue.payerKey()).orElseThrow();
    if (!before.message().epoch().equals(tuple.epoch())
        || before.message().index() != tuple.index()) {
      throw new IllegalArgumentException("the payer key was used for another index");
    }
    return before;
  }

  /** The point is that of checked nonces, so there is one. */
  private Payment payment(PaymentRecord record) {
    return new Payment(
        record.message(),
        arithmetic
            .point(record.message().raw(), record.tuple().nonces())
            .orElseThrow(() -> new IllegalArgumentException("the nonces cancel out")));
  }

  private Optional<Stored> load(XOnlyKey payerKey) throws StoreException {
    return store.load(PaymentRecord.key(payerKey));
  }

  /** A payment that was begun. */
  public Optional<Payment> find(XOnlyKey payerKey) throws StoreException {
    Optional<Stored> stored = load(payerKey);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    try (PaymentRecord record = PaymentRecord.decode(stored.get())) {
      return Optional.of(payment(record));
    }
  }

  /**
   * Takes what the payment was claimed with, all blinds and shares off, and keeps the receipt.
   *
   * @return the receipt; empty if that is not the payment point's discrete logarithm
   * @throws IllegalArgumentException if the payment was not begun here
   * @throws StoreException if the receipt could not be made durable: call again
   */
  public Optional<Receipt> settle(Payment payment, SecretKey scalar) throws StoreException {
    Receipt receipt = new Receipt(payment.message(), payment.signature(scalar));
    if (!receipt.verify(nightjar, payment.message().payee())) {
      return Optional.empty();
    }
    Stored stored =
        load(payment.message().terms().payerKey())
            .orElseThrow(() -> new IllegalArgumentException("the payment was not begun here"));
    try (PaymentRecord record = PaymentRecord.decode(stored)) {
      if (record.signature().isEmpty()) {
        byte[] paid = record.paid(receipt.signature()).encode();
        // who comes between writes the same: there is one signature for a message and a nonce
        store.write(
            List.of(List.of(new Write.Put(stored.key(), stored.version(), paid, Due.NONE))));
      }
    }
    return Optional.of(receipt);
  }

  /** The receipt of a payment, once there is one. */
  public Optional<Receipt> receipt(XOnlyKey payerKey) throws StoreException {
    Optional<Stored> stored = load(payerKey);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    try (PaymentRecord record = PaymentRecord.decode(stored.get())) {
      return record.signature().map(signature -> new Receipt(record.message(), signature));
    }
  }

  /**
   * Proves that the receipt of a payment is this payer's; see {@link Receipt#presentedBy}.
   *
   * @param challenge 32 bytes, the verifier's random choice
   * @return empty if there is no such payment
   */
  public Optional<SchnorrSignature> provesItWasMe(XOnlyKey payerKey, byte[] challenge)
      throws StoreException {
    Optional<Stored> stored = load(payerKey);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    try (PaymentRecord record = PaymentRecord.decode(stored.get())) {
      return Optional.of(Receipt.answer(nightjar, record.payerKey(), challenge));
    }
  }
}
