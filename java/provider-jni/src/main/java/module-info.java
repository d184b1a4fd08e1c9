/** The native core through JNI. */
module org.nightjar.provider.jni {
  requires transitive org.nightjar;
  requires org.nightjar.natives;
  requires static org.jspecify;

  exports org.nightjar.provider.jni;

  provides org.nightjar.spi.Provider with
      org.nightjar.provider.jni.JniProvider;
}
