/** Nightjar's values, facade and provider interface. */
module org.nightjar {
  requires static transitive org.jspecify;

  exports org.nightjar;
  exports org.nightjar.peeler;
  exports org.nightjar.spi;

  uses org.nightjar.spi.Provider;
}
