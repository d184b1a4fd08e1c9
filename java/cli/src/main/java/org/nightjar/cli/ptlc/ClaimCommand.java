package org.nightjar.cli.ptlc;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.async.store.StoreException;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.NamedFields;
import org.nightjar.ptlc.ClaimResult;
import org.nightjar.ptlc.ClaimablePtlc;
import org.nightjar.ptlc.EpochSecret;
import org.nightjar.ptlc.ReceiptMessage;
import org.nightjar.ptlc.Recipient;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.store.JdbcStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "claim",
    description = {
      "Wake the lab's recipient and let it claim: it checks the message, computes the point again,"
          + " and makes durable which message the index answers before anything else. Exit code 1 if"
          + " it refuses.",
      HexBytes.HELP
    })
final class ClaimCommand extends LabCommand {
  @Mixin private FolderParameter folder;

  @Option(
      names = "--receipt",
      required = true,
      paramLabel = "HEX",
      description = "The message out of the payer's onion, 237 bytes.")
  private HexBytes receipt;

  @Option(
      names = "--point",
      required = true,
      paramLabel = "HEX",
      description = "What the incoming PTLC is locked to: the last of incoming_points.")
  private PublicKey point;

  @Option(
      names = "--shared-secret",
      required = true,
      paramLabel = "HEX",
      description = "Of the recipient's onion: the last of hop_secrets.")
  private SharedSecret sharedSecret;

  @Option(
      names = "--amount-msat",
      paramLabel = "MSAT",
      description = "What the PTLC brings (default: what the message says).")
  private @Nullable Long amountMsat;

  @Override
  public Integer call() throws IOException, StoreException {
    Nightjar nightjar = open();
    LabFolder lab = folder.open();
    try (SecretKey receiptKey = lab.receiptKey();
        EpochSecret epochSecret = lab.epochSecret();
        JdbcStore journal = lab.journal();
        JdbcStore lspStore = lab.lspStore();
        Recipient recipient =
            Recipient.resume(
                lab.recipient(nightjar, journal, lspStore),
                lab.epoch(),
                receiptKey,
                Optional.of(epochSecret))) {
      if (recipient.death().isPresent()) {
        return refuse(
            "ERR_EPOCH: the epoch is dead ("
                + recipient.death().get()
                + "), so old nonces are never answered again; make a new pool");
      }
      ReceiptMessage message = ReceiptMessage.decode(receipt.bytes());
      long amount = amountMsat == null ? message.terms().amountMsat() : amountMsat;
      ClaimablePtlc part = ClaimablePtlc.of(nightjar, receipt.bytes(), point, amount, sharedSecret);
      try (SecretKey blind = part.blind()) {
        return answer(nightjar, recipient.claim(List.of(part), Instant.now()), message);
      }
    } catch (RefusalException e) {
      return refuse(Hints.of(e.refusal()));
    }
  }

  private int answer(Nightjar nightjar, ClaimResult result, ReceiptMessage message) {
    if (result instanceof ClaimResult.Refused refused) {
      return refuse(Hints.of(refused.reason()));
    }
    try (ClaimResult.Claimed claimed = (ClaimResult.Claimed) result) {
      byte[] scalar = claimed.scalars().get(0).exposeSecretBytes();
      Steps steps =
          new Steps()
              .add("m", "H_receipt(the 237 bytes)", message.hash(nightjar).toBytes())
              .addText(
                  "journal",
                  "(epoch_id, index) answers m: durable before anything is computed",
                  message.epoch() + " " + message.index())
              .addText("T", "S + z G, checked before the journal is written", point.toString())
              .addText("t", "k + e d + z, with t G = T", "(the answer)");
      show(new NamedFields().add("scalar", scalar), steps);
      Arrays.fill(scalar, (byte) 0);
      return DONE;
    }
  }
}
