/** Encodings of the BOLTs. */
module org.nightjar.wire {
  requires transitive org.nightjar;

  exports org.nightjar.wire;
  exports org.nightjar.wire.async;
  exports org.nightjar.wire.blinded;
  exports org.nightjar.wire.bolt11;
  exports org.nightjar.wire.bolt12;
  exports org.nightjar.wire.currency;
  exports org.nightjar.wire.delegation;
  exports org.nightjar.wire.failure;
  exports org.nightjar.wire.htlc;
  exports org.nightjar.wire.message;
}
