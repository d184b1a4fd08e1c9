/** Encodings of the BOLTs. */
module org.nightjar.wire {
  requires transitive org.nightjar;

  exports org.nightjar.wire;
}
