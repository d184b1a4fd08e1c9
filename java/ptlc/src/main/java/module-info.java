/** EXPERIMENTAL: reusable PTLC invoices with a proof of payment. */
module org.nightjar.ptlc {
  requires transitive org.nightjar.async;

  exports org.nightjar.ptlc;
}
