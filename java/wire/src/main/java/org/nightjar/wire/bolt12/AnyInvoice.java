package org.nightjar.wire.bolt12;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.nightjar.PublicKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.PaymentInfo;

/**
 * What an invoice and a static invoice have in common. It may be anybody's: who pays it gets a
 * {@link PayableInvoice} from {@link PayerRules} first. Immutable.
 */
public abstract sealed class AnyInvoice extends SignedDocument permits Invoice, StaticInvoice {
  static final List<Field<?>> FIELDS =
      List.of(
          Field.INVOICE_PATHS,
          Field.INVOICE_BLINDEDPAY,
          Field.INVOICE_CREATED_AT,
          Field.INVOICE_RELATIVE_EXPIRY,
          Field.INVOICE_FALLBACKS,
          Field.INVOICE_FEATURES,
          Field.INVOICE_NODE_ID,
          Field.SIGNATURE);

  private final long defaultExpiry;

  AnyInvoice(FieldValues fields, String messageName, long defaultExpiry) {
    super(fields, Bolt12Text.INVOICE, messageName);
    this.defaultExpiry = defaultExpiry;
  }

  /** A path to pay over, and what that takes. */
  public record PaymentPath(BlindedPath path, PaymentInfo info) {}

  /**
   * The paths that a payer can use, the preferred first: those without an unknown even feature bit.
   * Nobody pays over the paths of an unchecked invoice, so they are handed out by {@link
   * PayableInvoice} only.
   *
   * @return at least one
   */
  final List<PaymentPath> usablePaths() {
    List<BlindedPath> paths = get(Field.INVOICE_PATHS).orElseThrow();
    List<PaymentInfo> infos = get(Field.INVOICE_BLINDEDPAY).orElseThrow();
    List<PaymentPath> usable = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      if (DocumentRules.isUsable(infos.get(i))) {
        usable.add(new PaymentPath(paths.get(i), infos.get(i)));
      }
    }
    return List.copyOf(usable);
  }

  /** {@code invoice_node_id}. */
  @Override
  public final PublicKey signingKey() {
    return get(Field.INVOICE_NODE_ID).orElseThrow();
  }

  /** Seconds after its creation until which it may be paid; the default, if it does not say. */
  public final long relativeExpiry() {
    return get(Field.INVOICE_RELATIVE_EXPIRY).orElse(defaultExpiry);
  }

  /** Whether it may be paid no more. */
  public final boolean isExpired(Instant now) {
    long createdAt = get(Field.INVOICE_CREATED_AT).orElseThrow();
    long expiry = createdAt + relativeExpiry();
    boolean never = Long.compareUnsigned(expiry, createdAt) < 0;
    return !never && Times.isAfter(now, expiry);
  }

  /** Whether a payer may split the payment: MPP/optional or MPP/compulsory. */
  public final boolean allowsMpp() {
    return get(Field.INVOICE_FEATURES)
        .map(bits -> bits.hasBit(DocumentRules.MPP) || bits.hasBit(DocumentRules.MPP + 1))
        .orElse(false);
  }

  /** Whether the recipient reads trampoline onions (bolts#836): trampoline/optional. */
  public final boolean allowsTrampoline() {
    return get(Field.INVOICE_FEATURES)
        .map(bits -> bits.hasBit(DocumentRules.TRAMPOLINE + 1))
        .orElse(false);
  }

  /** Whether a payer must split the payment over several paths: MPP/compulsory. */
  public final boolean requiresMpp() {
    return get(Field.INVOICE_FEATURES).map(bits -> bits.hasBit(DocumentRules.MPP)).orElse(false);
  }
}
