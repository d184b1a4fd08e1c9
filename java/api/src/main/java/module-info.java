/** Nightjar's values, facade and provider interface. */
@SuppressWarnings("module") // those modules are built after this one
module org.nightjar {
  requires static transitive org.jspecify;

  exports org.nightjar;
  exports org.nightjar.peeler;
  exports org.nightjar.spi;
  exports org.nightjar.internal to
      org.nightjar.wire,
      org.nightjar.async,
      org.nightjar.ptlc,
      org.nightjar.provider.bc;

  uses org.nightjar.spi.Provider;
}
