/** Finds and loads libnightjar, for the JNI and the JNA provider. */
module org.nightjar.natives {
  requires static org.jspecify;

  exports org.nightjar.natives;
}
