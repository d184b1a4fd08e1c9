/** State machines of async payments: no threads, sockets or clocks. */
module org.nightjar.async {
  requires transitive org.nightjar.wire;

  exports org.nightjar.async;
  exports org.nightjar.async.lsp;
  exports org.nightjar.async.mailbox;
  exports org.nightjar.async.payer;
  exports org.nightjar.async.recipient;
  exports org.nightjar.async.server;
  exports org.nightjar.async.store;
}
