package org.nightjar.wire.bolt12;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.wire.bolt12.Documents.INVOICE;
import static org.nightjar.wire.bolt12.Documents.NIGHTJAR;
import static org.nightjar.wire.bolt12.Documents.OFFER;
import static org.nightjar.wire.bolt12.Documents.OPEN_REQUEST;
import static org.nightjar.wire.bolt12.Documents.PATHS_OFFER;
import static org.nightjar.wire.bolt12.Documents.PATHS_REQUEST;
import static org.nightjar.wire.bolt12.Documents.REQUEST;
import static org.nightjar.wire.bolt12.Documents.STATIC;
import static org.nightjar.wire.bolt12.Documents.hex;
import static org.nightjar.wire.bolt12.Documents.refused;
import static org.nightjar.wire.bolt12.Documents.spoiled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;

/** Every rule of a reader of BOLT 12 that concerns the document alone. */
class DocumentRulesTest {
  private static final String NO_POINT =
      "020000000000000000000000000000000000000000000000000000000000000000";
  private static final String POINT =
      "02eec7245d6b7d2ccb30380bfbe2a3648cd7a942653f5aa340edcea1f283686619";
  private static final String ANOTHER_POINT =
      "0324653eac434488002cc06bbfb7f10fe18991e35f9fe4302dbea6d2353dc0ab1c";
  private static final String HOPLESS = "00" + "0000000000000000" + POINT + "00";
  private static final String NO_POINT_PATH =
      "00" + "0000000000000000" + POINT + "01" + NO_POINT + "0000";
  private static final String BITCOIN =
      "6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000";
  private static final String TESTNET =
      "43497fd7f826957108f4a30fd9cec3aeba79972084e90ead01ea330900000000";

  private interface Decoder {
    Document decode(byte[] bytes) throws WireException;
  }

  private static void check(
      Decoder decoder, Document good, long type, String value, String reason, long blamed)
      throws WireException {
    assertThat(decoder.decode(good.encode())).isEqualTo(good);
    byte[] bytes = spoiled(good, type, value == null ? null : hex(value));
    WireException e = refused(() -> decoder.decode(bytes).checkKeys(NIGHTJAR));
    assertThat(e.reason()).as(e.getMessage()).isEqualTo(WireException.Reason.valueOf(reason));
    assertThat(e.type()).as(e.getMessage()).hasValue(blamed);
  }

  @ParameterizedTest
  @CsvSource({
    "2, '', TRUNCATED, 2",
    "2, 6fe28c, TRUNCATED, 2",
    "2, " + BITCOIN + "00, TRUNCATED, 2",
    "6, 555344ff, VALUE, 6",
    "6, 5553, VALUE, 6",
    "6, 757364, VALUE, 6",
    "8, '', VALUE, 8",
    "8, 0001, NOT_MINIMAL, 8",
    "8, 010000000000000000, TRAILING, 8",
    "8, 1d24b2dfac520001, VALUE, 8",
    "8, ffffffffffffffff, VALUE, 8",
    "10, , MISSING_TYPE, 10",
    "10, c3, VALUE, 10",
    "10, eda080, VALUE, 10",
    "10, c080, VALUE, 10",
    "12, 01, UNKNOWN_FEATURE, 12",
    "12, 400000, UNKNOWN_FEATURE, 12",
    "14, 00, NOT_MINIMAL, 14",
    "16, '', TRUNCATED, 16",
    "16, " + HOPLESS + ", VALUE, 16",
    "16, " + NO_POINT_PATH + ", VALUE, 16",
    "18, ff, VALUE, 18",
    "20, 00, NOT_MINIMAL, 20",
    "22, , MISSING_TYPE, 22",
    "22, " + NO_POINT + ", VALUE, 22",
    "22, 04eec7245d6b7d2ccb30380bfbe2a3648cd7a942653f5aa340edcea1f283686619, VALUE, 22",
    "22, 02ee, TRUNCATED, 22",
    "22, " + POINT + "00, TRAILING, 22",
    "24, '', UNKNOWN_EVEN_TYPE, 24",
    "1000000002, '', UNKNOWN_EVEN_TYPE, 1000000002",
    "0, 00, FORBIDDEN_TYPE, 0",
    "80, " + BITCOIN + ", FORBIDDEN_TYPE, 80",
    "81, '', FORBIDDEN_TYPE, 81",
    "241, '', FORBIDDEN_TYPE, 241",
    "999999999, '', FORBIDDEN_TYPE, 999999999",
    "2000000000, '', FORBIDDEN_TYPE, 2000000000",
    "-1, '', FORBIDDEN_TYPE, -1"
  })
  void offer(long type, String value, String reason, long blamed) throws WireException {
    check(bytes -> Offer.decode(NIGHTJAR, bytes), OFFER, type, value, reason, blamed);
  }

  @Test
  void offerCurrencyNeedsAnAmount() throws WireException {
    check(bytes -> Offer.decode(NIGHTJAR, bytes), PATHS_OFFER, 6, "555344", "MISSING_TYPE", 8);
  }

  @ParameterizedTest
  @CsvSource({
    "0, , MISSING_TYPE, 0",
    "88, , MISSING_TYPE, 88",
    "88, " + NO_POINT + ", VALUE, 88",
    "240, , MISSING_TYPE, 240",
    "240, 00, TRUNCATED, 240",
    "84, 01, UNKNOWN_FEATURE, 84",
    "84, 010000, UNKNOWN_FEATURE, 84",
    "90, " + HOPLESS + ", VALUE, 90",
    "90, '', TRUNCATED, 90",
    "80, " + TESTNET + ", CHAIN, 80",
    "2, " + TESTNET + ", CHAIN, 80",
    "86, , MISSING_TYPE, 86",
    "86, '', VALUE, 86",
    "86, 0b, VALUE, 86",
    "20, , FORBIDDEN_TYPE, 86",
    "82, 07cf, VALUE, 82",
    "82, 1d24b2dfac520001, VALUE, 82",
    "8, 1d24b2dfac520000, VALUE, 86",
    "89, ff, VALUE, 89",
    "91, 03746561, TRUNCATED, 91",
    "91, 037465612f0161, TRUNCATED, 91",
    "91, 0374656101, TRUNCATED, 91",
    "91, 0374652f0161, VALUE, 91",
    "91, 0374656101c3, VALUE, 91",
    "91, 037465610161ff, TRAILING, 91",
    "10, , MISSING_TYPE, 10",
    "12, 01, UNKNOWN_FEATURE, 12",
    "92, '', UNKNOWN_EVEN_TYPE, 92",
    "242, '', UNKNOWN_EVEN_TYPE, 242",
    "160, '', FORBIDDEN_TYPE, 160",
    "239, '', FORBIDDEN_TYPE, 239",
    "1001, '', FORBIDDEN_TYPE, 1001",
    "3000000000, '', FORBIDDEN_TYPE, 3000000000"
  })
  void request(long type, String value, String reason, long blamed) throws WireException {
    check(bytes -> InvoiceRequest.decode(bytes), REQUEST, type, value, reason, blamed);
  }

  @Test
  void requestForAnOfferWithoutAmountNeedsOne() throws WireException {
    check(bytes -> InvoiceRequest.decode(bytes), PATHS_REQUEST, 82, null, "MISSING_TYPE", 82);
  }

  @ParameterizedTest
  @CsvSource({
    "82, , MISSING_TYPE, 82",
    "2, " + BITCOIN + ", FORBIDDEN_TYPE, 2",
    "12, 02, FORBIDDEN_TYPE, 12",
    "20, 01, FORBIDDEN_TYPE, 20",
    "0, , MISSING_TYPE, 0",
    "88, , MISSING_TYPE, 88"
  })
  void requestWithoutAnOffer(long type, String value, String reason, long blamed)
      throws WireException {
    check(bytes -> InvoiceRequest.decode(bytes), OPEN_REQUEST, type, value, reason, blamed);
  }

  /** What it costs elsewhere is for people to read, whatever it is. */
  @Test
  void requestWithoutAnOfferMayNameAnAmountForShow() throws WireException {
    InvoiceRequest request =
        InvoiceRequest.decode(spoiled(OPEN_REQUEST, 8, hex("ffffffffffffffff")));
    assertThat(request.amountMsat()).hasValue(7000);
    assertThat(request.expectedAmountMsat()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "170, , MISSING_TYPE, 170",
    "164, , MISSING_TYPE, 164",
    "168, , MISSING_TYPE, 168",
    "168, 00, TRUNCATED, 168",
    "176, , MISSING_TYPE, 176",
    "176, " + NO_POINT + ", MISMATCH, 176",
    "176, " + ANOTHER_POINT + ", MISMATCH, 176",
    "240, , MISSING_TYPE, 240",
    "174, 04, UNKNOWN_FEATURE, 174",
    "174, 040000, UNKNOWN_FEATURE, 174",
    "166, 0000, NOT_MINIMAL, 166",
    "166, 0100000000, TRAILING, 166",
    "160, , MISSING_TYPE, 160",
    "160, '', TRUNCATED, 160",
    "160, " + HOPLESS + ", VALUE, 160",
    "162, , MISSING_TYPE, 162",
    "162, '', TRUNCATED, 162",
    "162, 000003e80000006400500000000000000001000000003b9aca000000, VALUE, 162",
    "162, 000003e80000006400500000000000000001000000003b9aca000001, TRUNCATED, 162",
    "170, 09c5, MISMATCH, 170",
    "172, 00, TRUNCATED, 172",
    "172, 00001400, TRUNCATED, 172",
    "178, '', UNKNOWN_EVEN_TYPE, 178",
    "236, '', UNKNOWN_EVEN_TYPE, 236"
  })
  void invoice(long type, String value, String reason, long blamed) throws WireException {
    check(bytes -> Invoice.decode(bytes), INVOICE, type, value, reason, blamed);
  }

  /** Two payinfos with feature bit 0: no path is left to pay over. */
  @Test
  void invoiceNeedsAUsablePath() throws WireException {
    String info = "000003e80000006400500000000000000001000000003b9aca00000101";
    check(bytes -> Invoice.decode(bytes), INVOICE, 162, info + info, "UNKNOWN_FEATURE", 162);
    String good = "000003e80000006400500000000000000001000000003b9aca00000102";
    Invoice half = Invoice.decode(spoiled(INVOICE, 162, hex(info + good)));
    assertThat(half.usablePaths()).hasSize(1);
    assertThat(half.usablePaths().get(0).info().features().hasBit(1)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "16, , MISSING_TYPE, 22",
    "236, , MISSING_TYPE, 236",
    "236, '', TRUNCATED, 236",
    "168, 0000000000000000000000000000000000000000000000000000000000000000, FORBIDDEN_TYPE, 168",
    "170, 01, FORBIDDEN_TYPE, 170",
    "0, 01, FORBIDDEN_TYPE, 0",
    "82, 01, FORBIDDEN_TYPE, 82",
    "2000000001, 01, FORBIDDEN_TYPE, 2000000001",
    "2, " + BITCOIN + TESTNET + ", VALUE, 2",
    "160, , MISSING_TYPE, 160",
    "162, , MISSING_TYPE, 162",
    "164, , MISSING_TYPE, 164",
    "176, , MISSING_TYPE, 176",
    "176, " + NO_POINT + ", MISMATCH, 176",
    "240, , MISSING_TYPE, 240",
    "174, 01, UNKNOWN_FEATURE, 174",
    "178, '', UNKNOWN_EVEN_TYPE, 178"
  })
  void staticInvoice(long type, String value, String reason, long blamed) throws WireException {
    check(
        bytes -> StaticInvoice.decode(bytes, WireProfile.LDK), STATIC, type, value, reason, blamed);
  }

  /** With an issuer id alone an offer is good, a static invoice for it is not. */
  @Test
  void staticInvoiceNeedsOfferPaths() {
    byte[] bytes = spoiled(STATIC, 22, Documents.ISSUER_ID.toBytes());
    byte[] pathless = without(bytes, 16);
    WireException e = refused(() -> StaticInvoice.decode(pathless, WireProfile.LDK));
    assertThat(e.reason()).isEqualTo(WireException.Reason.MISSING_TYPE);
    assertThat(e.type()).hasValue(16);
  }

  private static byte[] without(byte[] bytes, long type) {
    try {
      return spoiled(StaticInvoice.decode(bytes, WireProfile.LDK), type, null);
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "5, , MISSING_TYPE",
    "5, ff, VALUE",
    "1, 00, NOT_MINIMAL",
    "2, '', UNKNOWN_EVEN_TYPE"
  })
  void invoiceError(long type, String value, String reason) throws WireException {
    InvoiceError good = InvoiceError.of(Field.INVREQ_AMOUNT, 3000L, "too little");
    assertThat(InvoiceError.decode(good.encode())).isEqualTo(good).hasSameHashCodeAs(good);
    assertThat(good.erroneousField()).hasValue(82);
    assertThat(good.suggestedValue()).hasValue(hex("0bb8"));
    assertThat(good.error()).isEqualTo("too little");
    byte[] bytes =
        spoiled(TlvStream.decode(good.encode()), type, value == null ? null : hex(value));
    assertThat(refused(() -> InvoiceError.decode(bytes)).reason())
        .isEqualTo(WireException.Reason.valueOf(reason));
  }
}
