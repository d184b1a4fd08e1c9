package org.nightjar.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.ptlc.World.LSP_KEY;
import static org.nightjar.ptlc.World.NIGHTJAR;
import static org.nightjar.ptlc.World.NOW;
import static org.nightjar.ptlc.World.OFFER;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nightjar.SecretKey;

/** What proves that an LSP did wrong, and what does not. */
class JudgeTest {
  private final PoolCertificate certificate = new World(PoolParameters.pool(5)).pool.certificate();
  private final XOnlyKey lsp = XOnlyKey.of(NIGHTJAR, LSP_KEY);
  private final long time = NOW.getEpochSecond();

  @Test
  void twoStatementsForOneIndexAreAProof() throws Exception {
    Hash32 alice = Hash32.of(World.bytes("alice"));
    IssueStatement honest = statement(LSP_KEY, certificate, 3, alice, time);
    Hash32 bob = Hash32.of(World.bytes("bob"));
    IssueStatement second = statement(LSP_KEY, certificate, 3, bob, time);
    assertThat(Judge.issuedTwice(NIGHTJAR, honest, second, lsp)).isTrue();
    assertThat(Judge.issuedTwice(NIGHTJAR, second, honest, lsp)).isTrue();
    assertThat(
            Judge.issuedTwice(
                NIGHTJAR,
                IssueStatement.decode(honest.encode()),
                IssueStatement.decode(second.encode()),
                lsp))
        .isTrue();
    assertThat(Judge.issuedTwice(NIGHTJAR, honest, honest, lsp)).isFalse();
    IssueStatement later = statement(LSP_KEY, certificate, 3, alice, time + 1);
    assertThat(Judge.issuedTwice(NIGHTJAR, honest, later, lsp)).isFalse();
    IssueStatement elsewhere = statement(LSP_KEY, certificate, 4, bob, time);
    assertThat(Judge.issuedTwice(NIGHTJAR, honest, elsewhere, lsp)).isFalse();
    IssueStatement forged = statement(World.secret("mallory"), certificate, 3, bob, time);
    assertThat(Judge.issuedTwice(NIGHTJAR, honest, forged, lsp)).isFalse();
    assertThat(Judge.issuedTwice(NIGHTJAR, forged, honest, lsp)).isFalse();
  }

  private static IssueStatement statement(
      SecretKey key, PoolCertificate certificate, long index, Hash32 payer, long time) {
    return IssueStatement.sign(NIGHTJAR, key, certificate, index, payer, time);
  }

  @Test
  void aStatementThatContradictsTheCertificateIsAProof() throws Exception {
    Hash32 bob = Hash32.of(World.bytes("bob"));
    IssueStatement good = statement(LSP_KEY, certificate, 4, bob, time);
    assertThat(Judge.contradicts(NIGHTJAR, good, lsp, certificate, OFFER.issuer())).isFalse();
    for (IssueStatement bad :
        List.of(
            statement(LSP_KEY, certificate, 5, bob, time),
            statement(LSP_KEY, certificate, 4, bob, World.VALIDITY.notAfter() + 1),
            statement(LSP_KEY, certificate, 4, bob, World.VALIDITY.notBefore() - 1))) {
      assertThat(Judge.contradicts(NIGHTJAR, bad, lsp, certificate, OFFER.issuer())).isTrue();
      assertThat(Judge.contradicts(NIGHTJAR, bad, OFFER.payee(), certificate, OFFER.issuer()))
          .isFalse();
      assertThat(Judge.contradicts(NIGHTJAR, bad, lsp, certificate, OFFER.payee())).isFalse();
    }
  }

  @Test
  void statementsAreReadStrictly() {
    byte[] bytes = statement(LSP_KEY, certificate, 3, Hash32.of(World.bytes("a")), time).encode();
    for (int length : new int[] {0, 1, IssueStatement.LENGTH - 1, IssueStatement.LENGTH + 1}) {
      assertThatThrownBy(() -> IssueStatement.decode(Arrays.copyOf(bytes, length)))
          .hasMessage(Refusal.ERR_LENGTH.name());
    }
  }

  @Test
  void anIndexOfABasketHasNoStatement() {
    PoolCertificate basket = new World(PoolParameters.basket(2, 5)).pool.certificate();
    IssueStatement statement = statement(LSP_KEY, basket, 0, Hash32.of(World.bytes("a")), time);
    assertThat(Judge.contradicts(NIGHTJAR, statement, lsp, basket, OFFER.issuer())).isTrue();
  }
}
