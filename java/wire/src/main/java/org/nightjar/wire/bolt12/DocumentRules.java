package org.nightjar.wire.bolt12;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.Features;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;

/** The reader's requirements of BOLT 12 that need nothing but the document. */
final class DocumentRules {
  /** MPP/compulsory; its odd bit, 17, is MPP/optional. */
  static final int MPP = 16;

  /**
   * Trampoline/compulsory (bolts#836), not supported in an invoice: payers need not know
   * trampoline. Its odd bit, 57, is trampoline/optional.
   */
  static final int TRAMPOLINE = 56;

  private static final Set<Integer> NO_FEATURES = Set.of();
  private static final Set<Integer> INVOICE_FEATURES = Set.of(MPP);

  private DocumentRules() {}

  /** The fields of an offer, also within a document that answers it. */
  static void checkOffer(FieldValues fields) throws WireException {
    checkFeatures(fields, Field.OFFER_FEATURES, NO_FEATURES);
    Long amount = fields.get(Field.OFFER_AMOUNT);
    if (amount != null) {
      if (!fields.has(Field.OFFER_DESCRIPTION)) {
        throw WireException.missing(
            Field.OFFER_DESCRIPTION.type(), "offer_amount needs offer_description");
      }
      if (amount == 0) {
        throw invalid(Field.OFFER_AMOUNT, "is 0");
      }
      if (!fields.has(Field.OFFER_CURRENCY)
          && Long.compareUnsigned(amount, WireReader.MAX_MSAT) > 0) {
        throw invalid(Field.OFFER_AMOUNT, "is above 21 million bitcoin");
      }
    } else if (fields.has(Field.OFFER_CURRENCY)) {
      throw WireException.missing(Field.OFFER_AMOUNT.type(), "offer_currency needs offer_amount");
    }
    if (!isFromOffer(fields)) {
      throw WireException.missing(
          Field.OFFER_ISSUER_ID.type(), "an offer needs offer_issuer_id or offer_paths");
    }
  }

  /** Whether there is an offer behind a document; else it is about money for whoever answers. */
  static boolean isFromOffer(FieldValues fields) {
    return fields.has(Field.OFFER_ISSUER_ID) || fields.has(Field.OFFER_PATHS);
  }

  static void checkInvoiceRequest(FieldValues fields) throws WireException {
    fields.need(Field.INVREQ_METADATA);
    fields.need(Field.INVREQ_PAYER_ID);
    checkFeatures(fields, Field.INVREQ_FEATURES, NO_FEATURES);
    if (isFromOffer(fields)) {
      checkOffer(fields);
      fields.need(Field.SIGNATURE);
      checkChain(fields);
      checkQuantity(fields);
      checkAmount(fields);
    } else {
      for (Field<?> field :
          List.of(Field.OFFER_CHAINS, Field.OFFER_FEATURES, Field.OFFER_QUANTITY_MAX)) {
        fields.forbid(field, "there is no offer_issuer_id and no offer_paths");
      }
      fields.need(Field.INVREQ_AMOUNT);
    }
  }

  private static void checkChain(FieldValues fields) throws WireException {
    List<ChainHash> chains = fields.get(Field.OFFER_CHAINS);
    ChainHash chain = fields.get(Field.INVREQ_CHAIN);
    if (!(chains == null ? List.of(ChainHash.BITCOIN) : chains)
        .contains(chain == null ? ChainHash.BITCOIN : chain)) {
      throw FieldValues.refused(
          WireException.Reason.CHAIN, Field.INVREQ_CHAIN, "is none of the offer's chains");
    }
  }

  private static void checkQuantity(FieldValues fields) throws WireException {
    Long max = fields.get(Field.OFFER_QUANTITY_MAX);
    if (max == null) {
      fields.forbid(Field.INVREQ_QUANTITY, "there is no offer_quantity_max");
      return;
    }
    long quantity = fields.need(Field.INVREQ_QUANTITY);
    if (quantity == 0) {
      throw invalid(Field.INVREQ_QUANTITY, "is 0");
    }
    if (max != 0 && Long.compareUnsigned(quantity, max) > 0) {
      throw invalid(Field.INVREQ_QUANTITY, "is above offer_quantity_max");
    }
  }

  private static void checkAmount(FieldValues fields) throws WireException {
    Long amount = fields.get(Field.INVREQ_AMOUNT);
    if (!fields.has(Field.OFFER_AMOUNT)) {
      fields.need(Field.INVREQ_AMOUNT);
      return;
    }
    Long expected = expectedAmount(fields);
    if (expected != null && amount != null && amount < expected) {
      throw invalid(Field.INVREQ_AMOUNT, "is below the expected amount of " + expected + " msat");
    }
  }

  /**
   * What the offer asks for the quantity of the request.
   *
   * @return millisatoshi, or null if the offer names no amount or one in another currency
   */
  static @Nullable Long expectedAmount(FieldValues fields) throws WireException {
    Long amount = fields.get(Field.OFFER_AMOUNT);
    if (amount == null || fields.has(Field.OFFER_CURRENCY) || !isFromOffer(fields)) {
      return null;
    }
    Long quantity = fields.get(Field.INVREQ_QUANTITY);
    if (quantity == null) {
      return amount;
    }
    if (Long.compareUnsigned(quantity, WireReader.MAX_MSAT / amount) > 0) {
      throw invalid(Field.INVREQ_QUANTITY, "times offer_amount is above 21 million bitcoin");
    }
    return amount * quantity;
  }

  static void checkInvoice(FieldValues fields) throws WireException {
    long amount = fields.need(Field.INVOICE_AMOUNT);
    fields.need(Field.INVOICE_PAYMENT_HASH);
    checkAnyInvoice(fields);
    Long asked = fields.get(Field.INVREQ_AMOUNT);
    if (asked != null && asked != amount) {
      throw FieldValues.refused(
          WireException.Reason.MISMATCH, Field.INVOICE_AMOUNT, "is not invreq_amount");
    }
  }

  static void checkStaticInvoice(FieldValues fields, Field<List<BlindedPath>> messagePaths)
      throws WireException {
    checkOffer(fields);
    fields.need(Field.OFFER_PATHS);
    List<ChainHash> chains = fields.get(Field.OFFER_CHAINS);
    if (chains != null && chains.size() > 1) {
      throw invalid(Field.OFFER_CHAINS, "has more than one chain, for a static invoice");
    }
    fields.need(messagePaths);
    checkAnyInvoice(fields);
  }

  private static void checkAnyInvoice(FieldValues fields) throws WireException {
    fields.need(Field.INVOICE_CREATED_AT);
    fields.need(Field.SIGNATURE);
    checkFeatures(fields, Field.INVOICE_FEATURES, INVOICE_FEATURES);
    List<BlindedPath> paths = fields.need(Field.INVOICE_PATHS);
    List<PaymentInfo> infos = fields.need(Field.INVOICE_BLINDEDPAY);
    if (paths.size() != infos.size()) {
      throw invalid(
          Field.INVOICE_BLINDEDPAY,
          "has " + infos.size() + " entries for " + paths.size() + " invoice_paths");
    }
    if (infos.stream().noneMatch(DocumentRules::isUsable)) {
      throw FieldValues.refused(
          WireException.Reason.UNKNOWN_FEATURE,
          Field.INVOICE_BLINDEDPAY,
          "leaves no path without an unknown even feature bit");
    }
    checkNodeId(fields);
  }

  /** Whether a payer can use the path: without that it must leave it out. */
  static boolean isUsable(PaymentInfo info) {
    return info.features().unknownEven(NO_FEATURES).isEmpty();
  }

  /** Of several offer_paths, which one was used is for {@link PayerRules} to check. */
  private static void checkNodeId(FieldValues fields) throws WireException {
    PublicKey nodeId = fields.need(Field.INVOICE_NODE_ID);
    PublicKey issuerId = fields.get(Field.OFFER_ISSUER_ID);
    List<BlindedPath> paths = fields.get(Field.OFFER_PATHS);
    boolean wrong =
        issuerId != null
            ? !nodeId.equals(issuerId)
            : paths != null
                && paths.stream().noneMatch(path -> nodeId.equals(path.lastBlindedNodeId()));
    if (wrong) {
      throw FieldValues.refused(
          WireException.Reason.MISMATCH,
          Field.INVOICE_NODE_ID,
          issuerId != null ? "is not offer_issuer_id" : "ends none of the offer_paths");
    }
  }

  private static void checkFeatures(FieldValues fields, Field<Features> field, Set<Integer> known)
      throws WireException {
    Features features = fields.get(field);
    if (features == null) {
      return;
    }
    OptionalInt bit = features.unknownEven(known);
    if (bit.isPresent()) {
      throw FieldValues.refused(
          WireException.Reason.UNKNOWN_FEATURE,
          field,
          "has even bit " + bit.getAsInt() + ", which is not known");
    }
  }

  private static WireException invalid(Field<?> field, String what) {
    return FieldValues.refused(WireException.Reason.VALUE, field, what);
  }
}
