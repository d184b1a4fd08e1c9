/**
 * The core in pure Java on Bouncy Castle: the fallback where native code cannot load, and an
 * independent oracle.
 */
module org.nightjar.provider.bc {
  requires transitive org.nightjar;
  requires org.bouncycastle.provider;

  exports org.nightjar.provider.bc;

  provides org.nightjar.spi.Provider with
      org.nightjar.provider.bc.BouncyCastleProvider;
}
