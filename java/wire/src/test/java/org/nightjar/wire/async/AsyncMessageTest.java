package org.nightjar.wire.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.PublicKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.Hostile;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireProfile;

class AsyncMessageTest {
  private static final String KEY = "02" + "11".repeat(32);
  private static final PublicKey POINT = PublicKey.fromHex(KEY);
  private static final BlindedPath PATH =
      BlindedPath.of(
          new FirstNode.NodeId(POINT), POINT, List.of(BlindedPath.Hop.of(POINT, hex("aabbcc"))));

  private static List<AsyncMessage> all() {
    return List.of(
        HeldHtlcAvailable.create(),
        ReleaseHeldHtlc.create(),
        OfferPathsRequest.create(7),
        OfferPaths.create(List.of(PATH, PATH), OptionalLong.of(1_800_000_000)),
        ServeStaticInvoice.create(hex("0102"), PATH),
        StaticInvoicePersisted.create());
  }

  /** Whoever expects one profile reads the other one too. */
  @ParameterizedTest
  @EnumSource
  void everyMessageIsReadInEitherProfile(WireProfile written) throws WireException {
    for (AsyncMessage message : all()) {
      TlvRecord content = message.content(written);
      assertThat(AsyncMessage.isType(content.type())).isTrue();
      for (WireProfile expected : WireProfile.values()) {
        AsyncMessage read = AsyncMessage.decode(content, expected);
        assertThat(read).isEqualTo(message);
        assertThat(read.content(written)).isEqualTo(content);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"LDK, 72 74 75540 75542 75544 75546", "DRAFT, 72 74 65540 65542 65544 65546"})
  void numbersAreThoseOfTheProfile(WireProfile profile, String numbers) {
    assertThat(all().stream().map(m -> Long.toString(m.content(profile).type())))
        .containsExactly(numbers.split(" "));
  }

  @Test
  void valuesAreThoseOfTheCaptures() {
    assertThat(HeldHtlcAvailable.create().content(WireProfile.LDK).value()).isEqualTo(hex("00"));
    assertThat(HeldHtlcAvailable.create().content(WireProfile.DRAFT).value()).isEmpty();
    assertThat(OfferPathsRequest.create(0).content(WireProfile.LDK).value())
        .isEqualTo(hex("0400020000"));
    assertThat(OfferPathsRequest.create(0).content(WireProfile.DRAFT).value())
        .isEqualTo(hex("00020000"));
  }

  @Test
  void fieldsAreRead() throws WireException {
    OfferPaths paths =
        (OfferPaths) AsyncMessage.decode(all().get(3).content(WireProfile.LDK), WireProfile.LDK);
    assertThat(paths.paths()).containsExactly(PATH, PATH);
    assertThat(paths.pathsAbsoluteExpiry()).hasValue(1_800_000_000);
    assertThat(OfferPaths.create(List.of(PATH), OptionalLong.empty()).pathsAbsoluteExpiry())
        .isEmpty();
    ServeStaticInvoice serve = (ServeStaticInvoice) all().get(4);
    assertThat(serve.invoice()).isEqualTo(hex("0102"));
    assertThat(serve.forwardPath()).isEqualTo(PATH);
    assertThat(OfferPathsRequest.create(65535).invoiceSlot()).isEqualTo(65535);
  }

  /** Nothing says that they stay empty. */
  @ParameterizedTest
  @CsvSource({
    "72, LDK, 03 0101ff",
    "72, DRAFT, 0101ff",
    "74, LDK, 03 0101ff",
    "74, DRAFT, 0101ff",
    "75546, LDK, 03 0101ff",
    "65546, LDK, 0101ff"
  })
  void unknownOddTypesAreKept(long type, WireProfile profile, String value) throws WireException {
    TlvRecord content = TlvRecord.of(type, hex(value));
    AsyncMessage message = AsyncMessage.decode(content, profile);
    assertThat(message.stream().records()).containsExactly(TlvRecord.of(1, hex("ff")));
    WireProfile written = type == 65546 ? WireProfile.DRAFT : profile;
    assertThat(message.content(written)).isEqualTo(content);
  }

  @ParameterizedTest
  @CsvSource({
    "72, LDK, 02 0200, UNKNOWN_EVEN_TYPE",
    "72, DRAFT, 0200, UNKNOWN_EVEN_TYPE",
    "72, LDK, 0000, TRAILING",
    "72, LDK, 01, TRUNCATED",
    "74, LDK, fd0000, NOT_MINIMAL",
    "75540, LDK, 00, MISSING_TYPE",
    "75540, LDK, 03 000100, TRUNCATED",
    "75540, LDK, 05 0003000000, TRAILING",
    "75540, LDK, 00020000, TRAILING",
    "75540, LDK, 04 0002000000, TRAILING",
    "65540, LDK, 0400020000, TYPE_ORDER",
    "75542, LDK, 00, MISSING_TYPE",
    "75542, LDK, 02 0000, TRUNCATED",
    "75544, LDK, 02 0000, MISSING_TYPE",
    "75546, LDK, '', TRUNCATED",
    "75546, LDK, 02 0000, UNKNOWN_EVEN_TYPE",
    "64, LDK, 00, VALUE",
    "75541, LDK, 00, VALUE"
  })
  void aBadMessageIsRefused(long type, WireProfile profile, String value, Reason reason) {
    WireException e = refused(() -> AsyncMessage.decode(TlvRecord.of(type, hex(value)), profile));
    assertThat(e.reason()).isEqualTo(reason);
  }

  /** A tu64 would be shorter; LDK's is not one. */
  @Test
  void theExpiryHasEightBytes() {
    String paths = KEY + KEY + "01" + KEY + "0003aabbcc";
    String stream = "0069" + paths + "0204 6b49d200";
    byte[] value = hex("71" + stream);
    WireException e =
        refused(() -> AsyncMessage.decode(TlvRecord.of(75542, value), WireProfile.LDK));
    assertThat(e.reason()).isEqualTo(Reason.TRUNCATED);
    assertThat(e.type()).hasValue(2);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> OfferPathsRequest.create(65536))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OfferPaths.create(List.of(), OptionalLong.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void hostileBytesAreRefusedOrKept(WireProfile profile) throws WireException {
    for (AsyncMessage message : all()) {
      TlvRecord content = message.content(profile);
      Hostile.check(
          "AsyncMessageTest",
          content.value(),
          bytes -> {
            AsyncMessage read = AsyncMessage.decode(TlvRecord.of(content.type(), bytes), profile);
            byte[] again = read.content(profile).value();
            WireProfile other = profile == WireProfile.LDK ? WireProfile.DRAFT : WireProfile.LDK;
            return again.length == bytes.length ? again : read.content(other).value();
          });
    }
  }
}
