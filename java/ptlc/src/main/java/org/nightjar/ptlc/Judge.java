package org.nightjar.ptlc;

import org.nightjar.Nightjar;

/**
 * What anyone can tell from public statements. A verdict of yes can be passed on: whoever has the
 * same bytes comes to the same.
 */
public final class Judge {
  private Judge() {}

  /**
   * Whether two statements prove that an LSP gave one index to two payers.
   *
   * @param lsp whose key the judge knows from elsewhere
   */
  public static boolean issuedTwice(
      Nightjar nightjar, IssueStatement one, IssueStatement other, XOnlyKey lsp) {
    return one.epoch().equals(other.epoch())
        && one.index() == other.index()
        && !one.payerCommitment().equals(other.payerCommitment())
        && one.verify(nightjar, lsp)
        && other.verify(nightjar, lsp);
  }

  /**
   * Whether a statement proves that an LSP issued what the recipient did not give it: an index that
   * the pool does not have, for another offer, outside of its time, or an index of a basket, for
   * which there are no statements.
   *
   * @param offerIssuer whose key the judge knows from elsewhere
   */
  public static boolean contradicts(
      Nightjar nightjar,
      IssueStatement statement,
      XOnlyKey lsp,
      PoolCertificate certificate,
      XOnlyKey offerIssuer) {
    return statement.epoch().equals(certificate.epoch())
        && (statement.index() >= certificate.parameters().count()
            || !statement.offer().equals(certificate.offer())
            || Long.compareUnsigned(statement.lspTime(), certificate.notBefore()) < 0
            || Long.compareUnsigned(certificate.notAfter(), statement.lspTime()) < 0
            || certificate.parameters().isBasket())
        && statement.verify(nightjar, lsp)
        && certificate.verify(nightjar, offerIssuer);
  }
}
