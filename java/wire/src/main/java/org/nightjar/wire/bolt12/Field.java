package org.nightjar.wire.bolt12;

import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.Features;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * A field of a BOLT 12 document: type, name and how its value is written. Numbers are unsigned
 * 64-bit. Arrays are copied on their way in and out.
 *
 * @param <T> of its value
 */
public final class Field<T> {
  /** {@code invreq_metadata}: unpredictable bytes of the payer. */
  public static final Field<byte[]> INVREQ_METADATA = of(0, "invreq_metadata", Codecs.BYTES);

  /** {@code offer_chains}: the chains to pay on; if absent, bitcoin. */
  public static final Field<List<ChainHash>> OFFER_CHAINS = of(2, "offer_chains", Codecs.CHAINS);

  /** {@code offer_metadata}: the issuer's own. */
  public static final Field<byte[]> OFFER_METADATA = of(4, "offer_metadata", Codecs.BYTES);

  /** {@code offer_currency}: three letters of ISO 4217. */
  public static final Field<String> OFFER_CURRENCY = of(6, "offer_currency", Codecs.CURRENCY);

  /** {@code offer_amount}: millisatoshi, or the smallest unit of the currency; for each item. */
  public static final Field<Long> OFFER_AMOUNT = of(8, "offer_amount", Codecs.TU64);

  /** {@code offer_description}: what is paid for. */
  public static final Field<String> OFFER_DESCRIPTION = of(10, "offer_description", Codecs.UTF8);

  /** {@code offer_features}. */
  public static final Field<Features> OFFER_FEATURES = of(12, "offer_features", Codecs.FEATURES);

  /** {@code offer_absolute_expiry}: Unix time after which it is void. */
  public static final Field<Long> OFFER_ABSOLUTE_EXPIRY =
      of(14, "offer_absolute_expiry", Codecs.TU64);

  /** {@code offer_paths}: where to send the invoice request. */
  public static final Field<List<BlindedPath>> OFFER_PATHS = of(16, "offer_paths", Codecs.PATHS);

  /** {@code offer_issuer}: who issues it. */
  public static final Field<String> OFFER_ISSUER = of(18, "offer_issuer", Codecs.UTF8);

  /** {@code offer_quantity_max}: how many items at most, 0 for any number. */
  public static final Field<Long> OFFER_QUANTITY_MAX = of(20, "offer_quantity_max", Codecs.TU64);

  /** {@code offer_issuer_id}: signs the invoice. */
  public static final Field<PublicKey> OFFER_ISSUER_ID = of(22, "offer_issuer_id", Codecs.POINT);

  /** {@code invreq_chain}: the chain to pay on; if absent, bitcoin. */
  public static final Field<ChainHash> INVREQ_CHAIN = of(80, "invreq_chain", Codecs.CHAIN);

  /** {@code invreq_amount}: millisatoshi that the payer will pay. */
  public static final Field<Long> INVREQ_AMOUNT = of(82, "invreq_amount", Codecs.MSAT);

  /** {@code invreq_features}. */
  public static final Field<Features> INVREQ_FEATURES = of(84, "invreq_features", Codecs.FEATURES);

  /** {@code invreq_quantity}: how many items. */
  public static final Field<Long> INVREQ_QUANTITY = of(86, "invreq_quantity", Codecs.TU64);

  /** {@code invreq_payer_id}: signs the request, and proves who asked for the invoice. */
  public static final Field<PublicKey> INVREQ_PAYER_ID = of(88, "invreq_payer_id", Codecs.POINT);

  /** {@code invreq_payer_note}: a word to the recipient. */
  public static final Field<String> INVREQ_PAYER_NOTE = of(89, "invreq_payer_note", Codecs.UTF8);

  /** {@code invreq_paths}: where to send the invoice, if there is no offer. */
  public static final Field<List<BlindedPath>> INVREQ_PATHS = of(90, "invreq_paths", Codecs.PATHS);

  /** {@code invreq_bip_353_name}: the name that led to the offer. */
  public static final Field<Bip353Name> INVREQ_BIP_353_NAME =
      of(91, "invreq_bip_353_name", Codecs.BIP_353_NAME);

  /** {@code invoice_paths}: to pay over, the preferred first. */
  public static final Field<List<BlindedPath>> INVOICE_PATHS =
      of(160, "invoice_paths", Codecs.PATHS);

  /** {@code invoice_blindedpay}: one for each path. */
  public static final Field<List<PaymentInfo>> INVOICE_BLINDEDPAY =
      of(162, "invoice_blindedpay", Codecs.BLINDEDPAY);

  /** {@code invoice_created_at}: Unix time. */
  public static final Field<Long> INVOICE_CREATED_AT = of(164, "invoice_created_at", Codecs.TU64);

  /** {@code invoice_relative_expiry}: seconds after creation. */
  public static final Field<Long> INVOICE_RELATIVE_EXPIRY =
      of(166, "invoice_relative_expiry", Codecs.TU32);

  /** {@code invoice_payment_hash}: 32 bytes. */
  public static final Field<byte[]> INVOICE_PAYMENT_HASH =
      of(168, "invoice_payment_hash", Codecs.SHA256);

  /** {@code invoice_amount}: the least millisatoshi that it takes. */
  public static final Field<Long> INVOICE_AMOUNT = of(170, "invoice_amount", Codecs.MSAT);

  /** {@code invoice_fallbacks}: addresses in the chain. */
  public static final Field<List<FallbackAddress>> INVOICE_FALLBACKS =
      of(172, "invoice_fallbacks", Codecs.FALLBACKS);

  /** {@code invoice_features}. */
  public static final Field<Features> INVOICE_FEATURES =
      of(174, "invoice_features", Codecs.FEATURES);

  /** {@code invoice_node_id}: signs the invoice. */
  public static final Field<PublicKey> INVOICE_NODE_ID = of(176, "invoice_node_id", Codecs.POINT);

  /** {@code signature}, of every document but an offer. */
  public static final Field<SchnorrSignature> SIGNATURE = of(240, "signature", Codecs.SIGNATURE);

  /** {@code erroneous_field} of an invoice error: a type. */
  public static final Field<Long> ERRONEOUS_FIELD = of(1, "erroneous_field", Codecs.TU64);

  /** {@code suggested_value} of an invoice error: for that type. */
  public static final Field<byte[]> SUGGESTED_VALUE = of(3, "suggested_value", Codecs.BYTES);

  /** {@code error} of an invoice error: for people. */
  public static final Field<String> ERROR = of(5, "error", Codecs.UTF8);

  private static final Field<List<BlindedPath>> LDK_MESSAGE_PATHS =
      of(WireProfile.LDK.staticInvoiceMessagePaths(), "static_invoice_message_paths", Codecs.PATHS);
  private static final Field<List<BlindedPath>> DRAFT_MESSAGE_PATHS =
      of(
          WireProfile.DRAFT.staticInvoiceMessagePaths(),
          "static_invoice_message_paths",
          Codecs.PATHS);

  private final long type;
  private final String name;
  private final Codec<T> codec;

  private Field(long type, String name, Codec<T> codec) {
    this.type = type;
    this.name = name;
    this.codec = codec;
  }

  private static <T> Field<T> of(long type, String name, Codec<T> codec) {
    return new Field<>(type, name, codec);
  }

  /** How a value is written. */
  interface Codec<T> {
    T read(WireReader reader) throws WireException;

    void write(WireWriter writer, T value);

    /** Whether all keys in the value are points of secp256k1. */
    default boolean hasValidKeys(Nightjar nightjar, T value) {
      return true;
    }
  }

  /**
   * {@code static_invoice_message_paths}: the paths for held_htlc_available, whose type is not the
   * same in every profile.
   */
  public static Field<List<BlindedPath>> staticInvoiceMessagePaths(WireProfile profile) {
    return profile == WireProfile.LDK ? LDK_MESSAGE_PATHS : DRAFT_MESSAGE_PATHS;
  }

  /** The TLV type. */
  public long type() {
    return type;
  }

  /** The name in BOLT 12. */
  public String name() {
    return name;
  }

  Codec<T> codec() {
    return codec;
  }

  byte[] encode(T value) {
    WireWriter writer = new WireWriter();
    codec.write(writer, value);
    return writer.toBytes();
  }

  /** Type and name. */
  @Override
  public String toString() {
    return name + " (" + type + ")";
  }
}
