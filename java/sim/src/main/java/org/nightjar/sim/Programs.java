package org.nightjar.sim;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nightjar.PublicKey;
import org.nightjar.async.Environment;
import org.nightjar.async.lsp.ForwardingNode;
import org.nightjar.async.lsp.HoldPolicy;
import org.nightjar.async.mailbox.MailboxPolicy;
import org.nightjar.async.mailbox.MessageForwarder;
import org.nightjar.async.payer.Payer;
import org.nightjar.async.payer.PayerPolicy;
import org.nightjar.async.recipient.Recipient;
import org.nightjar.async.recipient.RecipientPolicy;
import org.nightjar.async.server.ServerPolicy;
import org.nightjar.async.server.StaticInvoiceServer;

/** The parties of async payments. */
public final class Programs {
  private Programs() {}

  /**
   * An LSP: forwards, holds for its clients, serves their static invoices, keeps their messages.
   *
   * @param clients read at each start
   */
  public static Program lsp(Set<PublicKey> clients) {
    return lsp(clients, HoldPolicy.defaults(), ServerPolicy.defaults(), MailboxPolicy.defaults());
  }

  /**
   * An LSP with policies of its own.
   *
   * @param clients read at each start
   */
  public static Program lsp(
      Set<PublicKey> clients, HoldPolicy holds, ServerPolicy invoices, MailboxPolicy mail) {
    return environment -> {
      ForwardingNode forwarding = new ForwardingNode(environment, holds.withClients(clients));
      return new Program.Running(
          List.of(
              forwarding,
              new StaticInvoiceServer(environment, invoices),
              new MessageForwarder(environment, mail, clients)),
          Optional.of(forwarding::releasePath),
          Optional.empty());
    };
  }

  /** A node that only forwards, payments and messages. */
  public static Program router() {
    return environment ->
        Program.Running.of(
            new ForwardingNode(environment, HoldPolicy.defaults()),
            new MessageForwarder(environment, MailboxPolicy.defaults(), Set.of()));
  }

  /** A wallet: pays, and is paid. */
  public static Program phone() {
    return phone(PayerPolicy.defaults(), RecipientPolicy.defaults());
  }

  /** A wallet with policies of its own. */
  public static Program phone(PayerPolicy pays, RecipientPolicy isPaid) {
    return environment ->
        Program.Running.of(
            new Payer(environment, pays),
            new Recipient(environment, isPaid),
            leftovers(environment));
  }

  /** A wallet that only pays. */
  public static Program payer(PayerPolicy pays) {
    return environment -> Program.Running.of(new Payer(environment, pays));
  }

  /** Fails what is not for the recipient. */
  private static ForwardingNode leftovers(Environment environment) {
    return new ForwardingNode(environment, HoldPolicy.defaults().withReceiver());
  }
}
