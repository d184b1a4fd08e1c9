package org.nightjar.async.recipient;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nightjar.async.HtlcId;
import org.nightjar.internal.ByteArrays;

/**
 * Parts of a payment are here, nothing is promised. Not stored: a channel tells of its HTLCs again
 * after a restart. Immutable.
 *
 * @param since when the first part came
 */
record Collecting(Payment payment, Instant since, Map<HtlcId, Part> parts) implements Receipt {
  private static final long MAX_OVERPAYMENT = 2;

  Collecting {
    parts = Map.copyOf(parts);
  }

  /** With the first part; empty if it is too much. */
  static Optional<Collecting> first(Payment payment, Part part) {
    return Optional.of(new Collecting(payment, part.since(), Map.of(part.htlc().id(), part)))
        .filter(set -> !set.isTooMuch());
  }

  /** With one more part, or the same again; empty if it is of another payment, or too much. */
  Optional<Collecting> with(Payment other, Part part) {
    if (!payment.isSame(other)) {
      return Optional.empty();
    }
    Map<HtlcId, Part> all = new LinkedHashMap<>(parts);
    all.putIfAbsent(part.htlc().id(), part);
    Collecting next = new Collecting(payment, since, all);
    return Optional.of(next).filter(set -> !set.isTooMuch());
  }

  Collecting without(HtlcId htlc) {
    Map<HtlcId, Part> rest = new LinkedHashMap<>(parts);
    rest.remove(htlc);
    return new Collecting(payment, since, rest);
  }

  Collecting since(Instant earlier) {
    return new Collecting(payment, earlier, parts);
  }

  /** In the order of their ids, so that it is the same each time. */
  List<Part> inOrder() {
    List<Part> all = new ArrayList<>(parts.values());
    all.sort((a, b) -> ByteArrays.compareUnsigned(a.htlc().id().encode(), b.htlc().id().encode()));
    return all;
  }

  /** Of all parts; a sum that does not fit 64 bits is as good as the most. */
  long amountMsat() {
    long sum = 0;
    for (Part part : parts.values()) {
      sum =
          part.htlc().amountMsat() > Long.MAX_VALUE - sum
              ? Long.MAX_VALUE
              : sum + part.htlc().amountMsat();
    }
    return sum;
  }

  private boolean isTooMuch() {
    return amountMsat() > MAX_OVERPAYMENT * payment.totalMsat();
  }

  boolean isComplete() {
    return amountMsat() >= payment.totalMsat();
  }

  boolean expiresBefore(long height) {
    return parts.values().stream().anyMatch(part -> part.htlc().cltvExpiry() < height);
  }
}
