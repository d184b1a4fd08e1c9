package org.nightjar.cli.ptlc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.store.StoreException;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.NamedFields;
import org.nightjar.ptlc.Hash32;
import org.nightjar.ptlc.IssueLimits;
import org.nightjar.ptlc.IssueResult;
import org.nightjar.ptlc.IssueStatement;
import org.nightjar.ptlc.IssuedTuple;
import org.nightjar.ptlc.Issuer;
import org.nightjar.ptlc.XOnlyKey;
import org.nightjar.store.JdbcStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "issue",
    description = {
      "Ask the lab's LSP for the nonces of an index, while the recipient sleeps. The same payer key"
          + " gets the same index again. Exit code 1 if the LSP gives none.",
      HexBytes.HELP
    })
final class IssueCommand extends LabCommand {
  @Mixin private FolderParameter folder;

  @Option(
      names = "--payer-key",
      paramLabel = "HEX",
      description = "The payer's secret key for this payment (default: a fresh one, printed).")
  private @Nullable SecretKey payerKey;

  @Option(
      names = "--asker",
      paramLabel = "NAME",
      defaultValue = "alice",
      description = "Whose share of the pool it is (default: ${DEFAULT-VALUE}).")
  private String asker;

  @Override
  public Integer call() throws IOException, StoreException {
    Nightjar nightjar = open();
    LabFolder lab = folder.open();
    try (SecretKey payer = orFresh(payerKey);
        SecretKey lspKey = lab.lspKey();
        JdbcStore store = lab.lspStore();
        Issuer issuer = new Issuer(nightjar, store, lspKey, IssueLimits.DEFAULT)) {
      Hash32 commitment = IssueStatement.commitment(nightjar, XOnlyKey.of(nightjar, payer));
      byte[] who = asker.getBytes(StandardCharsets.UTF_8);
      IssueResult result = issuer.issue(lab.epoch(), commitment, who, Instant.now());
      if (result instanceof IssueResult.Refused refused) {
        return refuse(Hints.of(refused.reason()));
      }
      show(((IssueResult.Issued) result).tuple(), nightjar, payer, issuer.lsp());
      return DONE;
    }
  }

  private void show(IssuedTuple issued, Nightjar nightjar, SecretKey payer, XOnlyKey lsp) {
    byte[] secret = payer.exposeSecretBytes();
    NamedFields results =
        new NamedFields()
            .add("payer_key", secret)
            .add("index", Long.toString(issued.tuple().index()), issued.tuple().index())
            .add("nonces", issued.tuple().nonces().stream().map(PublicKey::toString).toList());
    Arrays.fill(secret, (byte) 0);
    issued.statement().ifPresent(said -> results.add("statement", said.encode()));
    results.add("issued", issued.encode());
    show(results, trace() ? steps(nightjar, issued, payer, lsp) : new Steps());
  }

  private static Steps steps(Nightjar nightjar, IssuedTuple issued, SecretKey payer, XOnlyKey lsp) {
    XOnlyKey key = XOnlyKey.of(nightjar, payer);
    byte[] node = CreatePoolCommand.leaf(nightjar, issued.tuple());
    Steps steps = new Steps().addText("payer", "its key for this payment", key.toString());
    steps.add("leaf", "H_leaf(epoch_id || index || nu || R_0 || ...)", node);
    for (Hash32 sibling : issued.path()) {
      byte[] other = sibling.toBytes();
      boolean first = Arrays.compareUnsigned(node, other) < 0;
      node =
          TaggedHash.of(
              nightjar, "nightjar/ptlc/branch", first ? node : other, first ? other : node);
      steps.add("branch", "H_branch with " + HexFormat.of().formatHex(other, 0, 8) + "...", node);
    }
    steps.addText("root", "what the certificate says", issued.certificate().root().toString());
    issued
        .statement()
        .ifPresent(
            said ->
                steps
                    .addText("commitment", "SHA256(payer)", said.payerCommitment().toString())
                    .addText(
                        "signature",
                        "the LSP's, of H_issue(offer || epoch_id || index || commitment || time), by "
                            + lsp,
                        said.signature().toString()));
    return steps;
  }
}
