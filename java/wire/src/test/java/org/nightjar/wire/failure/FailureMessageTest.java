package org.nightjar.wire.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.wire.Hostile;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;

class FailureMessageTest {
  private static final String HASH = "ab".repeat(32);

  /** Codes and lengths of data in BOLT 4 and bolts#836. */
  @ParameterizedTest
  @CsvSource({
    "2002, temporary_node_failure, 0",
    "6002, permanent_node_failure, 0",
    "6003, required_node_feature_missing, 0",
    "c004, invalid_onion_version, 32",
    "c005, invalid_onion_hmac, 32",
    "c006, invalid_onion_key, 32",
    "1007, temporary_channel_failure, 2",
    "4008, permanent_channel_failure, 0",
    "4009, required_channel_feature_missing, 0",
    "400a, unknown_next_peer, 0",
    "100b, amount_below_minimum, 10",
    "100c, fee_insufficient, 10",
    "100d, incorrect_cltv_expiry, 6",
    "100e, expiry_too_soon, 2",
    "400f, incorrect_or_unknown_payment_details, 12",
    "0012, final_incorrect_cltv_expiry, 4",
    "0013, final_incorrect_htlc_amount, 8",
    "1014, channel_disabled, 4",
    "0015, expiry_too_far, 0",
    "4016, invalid_onion_payload, 3",
    "0017, mpp_timeout, 0",
    "c018, invalid_onion_blinding, 32",
    "2019, temporary_trampoline_failure, 0",
    "201a, trampoline_fee_or_expiry_insufficient, 10",
    "401b, unknown_next_trampoline, 0"
  })
  void everyCodeHasItsNameAndData(String code, String name, int dataLength) throws WireException {
    byte[] bytes = Arrays.copyOf(hex(code), 2 + dataLength);
    FailureMessage message = FailureMessage.decode(bytes);
    assertThat(message.known().orElseThrow()).hasToString(name);
    assertThat(message.isMalformed()).isFalse();
    assertThat(message.tail()).isEmpty();
    assertThat(message.encode()).isEqualTo(bytes);
    assertThat(message.toString()).startsWith(name + " (" + code + "): ");
    for (int length = 2; length < bytes.length; length++) {
      FailureMessage cut = FailureMessage.decode(Arrays.copyOf(bytes, length));
      assertThat(cut.isMalformed()).isTrue();
      assertThat(cut.code()).isEqualTo(Integer.parseInt(code, 16));
      assertThat(cut.encode()).hasSize(length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeCanBeMade(FailureCode code) throws WireException {
    long[] numbers =
        code.fields().stream().filter(FailureField::isNumber).mapToLong(field -> 7).toArray();
    FailureMessage message = FailureMessage.of(code, numbers);
    assertThat(message.known()).contains(code);
    assertThat(FailureMessage.decode(message.encode())).isEqualTo(message);
    for (FailureField field : code.fields()) {
      assertThat(message.number(field).isPresent()).isEqualTo(field.isNumber());
      assertThat(message.bytes(field).isPresent()).isNotEqualTo(field.isNumber());
    }
    assertThatThrownBy(() -> FailureMessage.of(code, new long[numbers.length + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void dataAreTyped() throws WireException {
    FailureMessage details = FailureMessage.decode(hex("400f 0000000000000064 000c3500"));
    assertThat(details.number(FailureField.HTLC_MSAT)).hasValue(100);
    assertThat(details.number(FailureField.HEIGHT)).hasValue(800_000);
    assertThat(details.number(FailureField.OFFSET)).isEmpty();
    assertThat(details)
        .isEqualTo(
            FailureMessage.of(FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS, 100, 800_000))
        .hasToString(
            "incorrect_or_unknown_payment_details (400f): the recipient does not expect this"
                + " payment [htlc_msat=100, height=800000]");
    FailureMessage payload = FailureMessage.decode(hex("4016 fe00012fd1 000a"));
    assertThat(payload.number(FailureField.TYPE)).hasValue(77777);
    assertThat(payload.number(FailureField.OFFSET)).hasValue(10);
    FailureMessage onion = FailureMessage.decode(hex("c005" + HASH));
    assertThat(onion.bytes(FailureField.SHA256_OF_ONION)).contains(hex(HASH));
    assertThat(onion).isEqualTo(FailureMessage.ofBadOnion(0xc005, hex(HASH)));
    FailureMessage trampoline = FailureMessage.decode(hex("201a 00000001 00000002 0003"));
    assertThat(trampoline)
        .isEqualTo(FailureMessage.of(FailureCode.TRAMPOLINE_FEE_OR_EXPIRY_INSUFFICIENT, 1, 2, 3));
  }

  @Test
  void channelUpdatesAreKept() throws WireException {
    FailureMessage none = FailureMessage.decode(hex("1007 0000"));
    assertThat(none.bytes(FailureField.CHANNEL_UPDATE)).contains(new byte[0]);
    byte[] old = hex("100c 0000000000000001 0004 0102 0304 0a01ff");
    FailureMessage message = FailureMessage.decode(old);
    assertThat(message.bytes(FailureField.CHANNEL_UPDATE)).contains(hex("01020304"));
    assertThat(message.tlvs().orElseThrow().records()).containsExactly(TlvRecord.of(10, hex("ff")));
    assertThat(message.encode()).isEqualTo(old);
    FailureMessage disabled = FailureMessage.decode(hex("1014 0001 0000"));
    assertThat(disabled.number(FailureField.DISABLED_FLAGS)).hasValue(1);
    assertThat(FailureMessage.decode(hex("1007 0003 0102")).isMalformed()).isTrue();
  }

  @Test
  void theTailIsKeptByteForByte() throws WireException {
    FailureMessage rubbish = FailureMessage.decode(hex("2002 05ff"));
    assertThat(rubbish.tail()).isEqualTo(hex("05ff"));
    assertThat(rubbish.tlvs()).isEmpty();
    assertThat(rubbish.encode()).isEqualTo(hex("2002 05ff"));
    TlvStream tlvs = TlvStream.of(List.of(TlvRecord.of(34001, hex("0102"))));
    assertThat(rubbish.withTlvs(tlvs).encode()).isEqualTo(hex("2002 fd84d1020102"));
    assertThat(rubbish.withTlvs(tlvs).tlvs()).contains(tlvs);
  }

  @Test
  void unknownCodesAreKept() throws WireException {
    FailureMessage message = FailureMessage.decode(hex("7abc 010203"));
    assertThat(message.known()).isEmpty();
    assertThat(message.code()).isEqualTo(0x7abc);
    assertThat(message.tail()).isEqualTo(hex("010203"));
    assertThat(message.tlvs()).isEmpty();
    assertThat(message.has(FailureCode.PERM)).isTrue();
    assertThat(message.has(FailureCode.NODE)).isTrue();
    assertThat(message.has(FailureCode.UPDATE)).isTrue();
    assertThat(message.has(FailureCode.BADONION)).isFalse();
    assertThat(message).hasToString("unknown failure (7abc): the node has a problem that stays");
    assertThatThrownBy(() -> message.withTlvs(TlvStream.of(List.of())))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void withoutACodeItIsRefused() {
    for (String bytes : List.of("", "10")) {
      assertThat(refused(() -> FailureMessage.decode(hex(bytes))).reason())
          .isEqualTo(Reason.TRUNCATED);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> FailureMessage.of(FailureCode.INVALID_ONION_PAYLOAD, 1, 0x10000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FailureMessage.of(FailureCode.FINAL_INCORRECT_CLTV_EXPIRY, 1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FailureMessage.ofBadOnion(0x4008, new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FailureMessage.ofBadOnion(0xc005, new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hostileBytesAreRefusedOrKept() throws WireException {
    byte[] valid = hex("100c 0000000000000001 0004 01020304 0a01ff");
    Hostile.check("FailureMessageTest", valid, bytes -> FailureMessage.decode(bytes).encode());
  }
}
