package org.nightjar.wire.bolt12;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.wire.bolt12.Documents.INVOICE;
import static org.nightjar.wire.bolt12.Documents.NIGHTJAR;
import static org.nightjar.wire.bolt12.Documents.OFFER;
import static org.nightjar.wire.bolt12.Documents.REQUEST;
import static org.nightjar.wire.bolt12.Documents.STATIC;
import static org.nightjar.wire.bolt12.Documents.hex;
import static org.nightjar.wire.bolt12.Documents.refused;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;

/** Case, {@code +}, padding, prefix. */
class Bolt12TextTest {
  private static final String ALL = "lno1qpzry9x8gf2tvdw0s3jn54khce6mua7l";

  @Test
  void bytesAndTextAgree() throws WireException {
    Bolt12Text text = Bolt12Text.decode(ALL);
    assertThat(text.bytes()).isEqualTo(hex("00443214c74254b635cf84653a56d7c675be77df"));
    assertThat(text.prefix()).isEqualTo("lno");
    assertThat(text).hasToString(ALL).isEqualTo(Bolt12Text.decode(ALL));
  }

  @Test
  void everyNumberOfBytesComesBack() throws WireException {
    for (int length = 0; length < 12; length++) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) 0xff);
      assertThat(Bolt12Text.decode(Bolt12Text.encode("lno", bytes)).bytes()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LNO1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
        "l+no1qpzry9x8gf2tvdw0s3jn54khce6mua7l",
        "lno1q+pzry9x8gf2tvdw0s3jn54khce6mua7+l",
        "lno1qpzry9x8+   gf2tvdw0s3jn54khce6mua7l",
        "lno1qpzry9x8+\r\n\t gf2tvdw0s3jn+\n54khce6mua7l",
        "lno1qp+zr+y9+x8+gf+2t+vdw0s3jn54khce6mua7l"
      })
  void theSameText(String text) throws WireException {
    assertThat(Bolt12Text.decode(text)).hasToString(ALL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1qpzry9x8gf2tvdw0s3jn54khce6mua7l",
        "lnoqpzry9x8gf2tvdw0s3jn54khce6mua7l",
        "LNO1qpzry9x8gf2tvdw0s3jn54khce6mua7l",
        "lno1qpzry9x8gf2tvdw0s3jn54khce6mua7L",
        "+lno1qpzry9x8gf2tvdw0s3jn54khce6mua7l",
        "+ lno1qpzry9x8gf2tvdw0s3jn54khce6mua7l",
        "lno1qpzry9x8gf2tvdw0s3jn54khce6mua7l+",
        "lno1qpzry9x8gf2tvdw0s3jn54khce6mua7l+ ",
        "lno+1qpzry9x8gf2tvdw0s3jn54khce6mua7l",
        "lno1+qpzry9x8gf2tvdw0s3jn54khce6mua7l",
        "ln++o1qpzry9x8gf2tvdw0s3jn54khce6mua7l",
        "lno1qpzry++9x8gf2tvdw0s3jn54khce6mua7l",
        "lno1qpzry+ +9x8gf2tvdw0s3jn54khce6mua7l",
        "lno1qpzry +9x8gf2tvdw0s3jn54khce6mua7l",
        "lno1qpzry 9x8gf2tvdw0s3jn54khce6mua7l",
        " lno1qpzry9x8gf2tvdw0s3jn54khce6mua7l",
        "lno1qpzry9x8gf2tvdw0s3jn54khce6mua7l ",
        "lno1qpzry+\u00a09x8gf2tvdw0s3jn54khce6mua7l",
        "lno1qpzry9x8gf2tvdw0s3jn54khce6mua7b",
        "lno1qpzry9x8gf2tvdw0s3jn54khce6mua71",
        "lno1\u0131pzry9x8gf2tvdw0s3jn54khce6mua7l",
        "lno1q",
        "lno1qqq",
        "lno1qqqqqq",
        "lno1ql",
        "lno1qp",
        "lno1qqqqp"
      })
  void anythingElseIsRefused(String text) {
    assertThat(refused(() -> Bolt12Text.decode(text)).reason())
        .isEqualTo(WireException.Reason.TEXT);
  }

  @Test
  void aDocumentIsKnownByItsPrefix() throws WireException {
    for (Document document : List.of(OFFER, REQUEST, INVOICE, STATIC)) {
      String text = document.toString();
      assertThat(Document.decode(NIGHTJAR, text, WireProfile.LDK)).isEqualTo(document);
      assertThat(Document.decode(NIGHTJAR, text.toUpperCase(Locale.ROOT), WireProfile.LDK))
          .isEqualTo(document);
      assertThat(
              refused(() -> Document.decode(NIGHTJAR, "lnx" + text.substring(3), WireProfile.LDK))
                  .reason())
          .isEqualTo(WireException.Reason.TEXT);
    }
    assertThat(refused(() -> Offer.decode(NIGHTJAR, REQUEST.toString())))
        .hasMessage("the prefix is not lno");
  }
}
