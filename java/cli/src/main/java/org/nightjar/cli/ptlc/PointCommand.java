package org.nightjar.cli.ptlc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.StoreException;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.NamedFields;
import org.nightjar.ptlc.CheckedIssue;
import org.nightjar.ptlc.Hash32;
import org.nightjar.ptlc.IssuedTuple;
import org.nightjar.ptlc.Payer;
import org.nightjar.ptlc.Payment;
import org.nightjar.ptlc.PaymentTerms;
import org.nightjar.ptlc.ReceiptMessage;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.ptlc.RouteLock;
import org.nightjar.ptlc.XOnlyKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "point",
    description = {
      "Check what the LSP issued, write the receipt's message, and compute what the payment is"
          + " locked to: from public data alone. A payer that forgets: each call writes another"
          + " message.",
      HexBytes.HELP
    })
final class PointCommand extends LabCommand {
  private static final long HOUR = 3_600;

  @Mixin private FolderParameter folder;

  @Option(
      names = "--issued",
      required = true,
      paramLabel = "HEX",
      description = "What `issue` printed as issued.")
  private HexBytes issued;

  @Option(
      names = "--payer-key",
      required = true,
      paramLabel = "HEX",
      description = "The payer's secret key, that it was issued for.")
  private SecretKey payerKey;

  @Option(
      names = "--amount-msat",
      required = true,
      paramLabel = "MSAT",
      description = "What is paid.")
  private long amountMsat;

  @Option(names = "--note", paramLabel = "TEXT", description = "What for; its hash is signed.")
  private @Nullable String note;

  @Option(
      names = "--hop-secret",
      paramLabel = "HEX",
      description =
          "Shared secret of the payer's onion with a node; once per node, the recipient last"
              + " (default: one random, the recipient's).")
  private @Nullable List<SharedSecret> secrets;

  @Override
  public Integer call() throws IOException, StoreException {
    Nightjar nightjar = open();
    LabFolder lab = folder.open();
    try (SecretKey payer = payerKey;
        SecretKey lspKey = lab.lspKey()) {
      IssuedTuple tuple = IssuedTuple.decode(issued.bytes());
      XOnlyKey payerPublic = XOnlyKey.of(nightjar, payer);
      Payer memory = new Payer(nightjar, new MemoryStore());
      CheckedIssue checked =
          memory.check(
              tuple, lab.offer(), XOnlyKey.of(nightjar, lspKey), payerPublic, Instant.now());
      Payment payment = memory.pay(checked, payer, terms(nightjar, payerPublic));
      show(nightjar, tuple, payment);
      return DONE;
    } catch (RefusalException e) {
      return refuse(Hints.of(e.refusal()));
    }
  }

  private PaymentTerms terms(Nightjar nightjar, XOnlyKey payer) {
    byte[] nonce = new byte[Hash32.LENGTH];
    new SecureRandom().nextBytes(nonce);
    byte[] noteHash = new byte[Hash32.LENGTH];
    if (note != null) {
      noteHash = nightjar.primitives().sha256(note.getBytes(StandardCharsets.UTF_8));
    }
    long now = Instant.now().getEpochSecond();
    return new PaymentTerms(
        payer, Hash32.of(nonce), amountMsat, now, now + HOUR, Hash32.of(noteHash));
  }

  private List<SharedSecret> secrets() {
    if (secrets != null) {
      return secrets;
    }
    byte[] fresh = new byte[32];
    new SecureRandom().nextBytes(fresh);
    return List.of(SharedSecret.of(fresh));
  }

  private void show(Nightjar nightjar, IssuedTuple tuple, Payment payment) {
    ReceiptMessage message = payment.message();
    PaymentEquations equations =
        PaymentEquations.of(
            nightjar,
            message.payee().toBytes(),
            message.epoch().toBytes(),
            (int) message.index(),
            tuple.tuple().nonces(),
            message.hash(nightjar).toBytes());
    if (!equations.paymentPoint().equals(payment.point())) {
      throw new IllegalStateException("the lab and the library have different points");
    }
    List<SharedSecret> route = secrets();
    List<String> shown = new ArrayList<>();
    for (SharedSecret secret : route) {
      byte[] bytes = secret.exposeSecretBytes();
      shown.add(HexFormat.of().formatHex(bytes));
      Arrays.fill(bytes, (byte) 0);
    }
    try (RouteLock lock = RouteLock.of(nightjar, payment.point(), route)) {
      Steps steps = new Steps();
      steps.add("m", "H_receipt(the 237 bytes)", message.hash(nightjar).toBytes());
      equations.addTo(steps);
      List<PublicKey> points = lock.points();
      for (int i = points.size() - 1; i >= 0; i--) {
        boolean last = i == points.size() - 1;
        steps.addText(
            "T_" + (i + 1),
            last
                ? "S + z G, z = H_blind(the recipient's shared secret)"
                : "T_" + (i + 2) + " + y G",
            points.get(i).toString());
      }
      show(
          new NamedFields()
              .add("receipt", message.encode())
              .add("msg", message.hash(nightjar).toString())
              .add("nonce_point", equations.nonceX())
              .add("point", payment.point().toString())
              .add("hop_secrets", shown)
              .add("incoming_points", points.stream().map(PublicKey::toString).toList()),
          steps);
    }
  }
}
