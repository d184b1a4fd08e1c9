package org.nightjar.wire.bolt12;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.bolt12.Documents.NIGHTJAR;
import static org.nightjar.wire.bolt12.Documents.hex;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;

/** Figures of lightning/bolts a377265, bolt12/signature-test.json. */
class MerkleTreeTest {
  private static final String ONE = "010203e8";
  private static final String TWO = ONE + "02080000010000020003";
  private static final String THREE =
      TWO
          + "03310266e4598d1d3c415f572a8488830b60f7e744ed9235eb0b1ba93283b315c03518"
          + "00000000000000010000000000000002";
  private static final String REQUEST =
      "lnr1qqyqqqqqqqqqqqqqqcp4256ypqqkgzshgysy6ct5dpjk6ct5d93kzmpq23ex2ct5d9ek293pqthvwfzadd7jejes8"
          + "q9lhc4rvjxd022zv5l44g6qah82ru5rdpnpjkppqvjx204vgdzgsqpvcp4mldl3plscny0rt707gvpdh6ndydfacz4"
          + "3euzqhrurageg3n7kafgsek6gz3e9w52parv8gs2hlxzk95tzeswywffxlkeyhml0hh46kndmwf4m6xma3tkq2lu04"
          + "qz3slje2rfthc89vss";

  @ParameterizedTest
  @CsvSource({
    ONE + ", b013756c8fee86503a0b4abdab4cddeb1af5d344ca6fc2fa8b6c08938caa6f93",
    TWO + ", c3774abbf4815aa54ccaa026bff6581f01f3be5fe814c620a252534f434bc0d1",
    THREE + ", ab2e79b1283b0b31e0b035258de23782df6b89a38cfa7237bde69aed1a658c5d"
  })
  void roots(String stream, String root) throws WireException {
    assertThat(MerkleTree.root(TlvStream.decode(hex(stream)))).isEqualTo(hex(root));
  }

  /** Whatever is in the range of signatures does not count. */
  @Test
  void signaturesAreLeftOut() throws WireException {
    assertThat(MerkleTree.root(TlvStream.decode(hex(ONE + "f001ff" + "f100" + "fd03e80100"))))
        .isEqualTo(MerkleTree.root(TlvStream.decode(hex(ONE))));
    assertThat(MerkleTree.root(TlvStream.decode(hex(ONE + "fd03e900"))))
        .isNotEqualTo(MerkleTree.root(TlvStream.decode(hex(ONE))));
  }

  @Test
  void nothingHasNoRoot() {
    assertThatThrownBy(() -> MerkleTree.root(TlvStream.of(List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no Merkle root");
  }

  @Test
  void aSignedRequest() throws WireException {
    InvoiceRequest request = InvoiceRequest.decode(REQUEST);
    assertThat(request).hasToString(REQUEST);
    assertThat(request.merkleRoot())
        .isEqualTo(hex("608407c18ad9a94d9ea2bcdbe170b6c20c462a7833a197621c916f78cf18e624"));
    assertThat(request.hasValidSignature(NIGHTJAR)).isTrue();
    assertThat(request.get(Field.OFFER_CURRENCY)).hasValue("USD");
    assertThat(request.get(Field.OFFER_AMOUNT)).hasValue(100L);
    assertThat(request.get(Field.OFFER_DESCRIPTION)).hasValue("A Mathematical Treatise");
    assertThat(request.amountMsat()).isEmpty();
    assertThat(request.values())
        .containsOnlyKeys(
            "invreq_metadata",
            "offer_currency",
            "offer_amount",
            "offer_description",
            "offer_issuer_id",
            "invreq_payer_id",
            "signature");
  }
}
