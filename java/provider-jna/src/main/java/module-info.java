/** The native core through JNA. */
module org.nightjar.provider.jna {
  requires transitive org.nightjar;
  requires org.nightjar.natives;
  requires com.sun.jna;
  requires static org.jspecify;

  exports org.nightjar.provider.jna;

  provides org.nightjar.spi.Provider with
      org.nightjar.provider.jna.JnaProvider;
}
