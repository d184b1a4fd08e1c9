package org.nightjar.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

/** What the JVM and the C libraries say, in their words, and what we make of it. */
class LoadFailureTest {
  private static String explain(Throwable failure) {
    return LoadFailure.explain(failure, LoadFailureTest.class);
  }

  private static String explain(String linkError) {
    return explain(new UnsatisfiedLinkError(linkError));
  }

  @Test
  void deniedNativeAccess() {
    String flag = "--enable-native-access=ALL-UNNAMED";
    Throwable denied = new IllegalCallerException("Illegal native access from an unnamed module");
    assertThat(explain(denied)).contains(flag);
    assertThat(explain(new ExceptionInInitializerError(denied))).contains(flag);
    Throwable later = new NoClassDefFoundError("Could not initialize class com.sun.jna.Native");
    later.initCause(
        new ExceptionInInitializerError("Exception java.lang.IllegalCallerException: Illegal"));
    assertThat(explain(later)).contains(flag);
  }

  @Test
  void noexecFolder() {
    assertThat(explain("/x/libnightjar.so: failed to map segment from shared object"))
        .contains("noexec", "-Dnightjar.tmpdir=DIR");
    assertThat(explain("Error loading shared library /x/libnightjar.so: Operation not permitted"))
        .contains("noexec", "-Dnightjar.tmpdir=DIR");
  }

  @Test
  void anotherCLibrary() {
    assertThat(
            explain(
                "Error loading shared library ld-linux-aarch64.so.1: No such file or directory"))
        .contains("build Nightjar on this system");
    assertThat(explain("/lib64/libc.so.6: version `GLIBC_2.38' not found"))
        .contains("This system uses", "build Nightjar on this system");
    assertThat(explain("libc.musl-x86_64.so.1: cannot open shared object file"))
        .contains("build Nightjar on this system");
  }

  @Test
  void classesOfAnotherVersion() {
    assertThat(
            explain(
                new NoSuchMethodError(
                    "Method org.nightjar.provider.jni.CoreNative.x()V name or signature does not match")))
        .contains("one Nightjar version");
    assertThat(explain(new NoClassDefFoundError("org/nightjar/provider/jni/NewNative")))
        .contains("one Nightjar version");
  }

  @Test
  void twoClassLoadersForOneFile() {
    assertThat(explain("Native Library /x/libnightjar.so already loaded in another classloader"))
        .contains("Drop the property nightjar.library.path");
  }

  @Test
  void anythingElseInOneLine() {
    assertThat(explain("first\n  second")).isEqualTo("first second");
    assertThat(explain(new AccessDeniedException("/x"))).contains("AccessDenied", "/x");
    assertThat(explain(new IllegalStateException())).contains("IllegalStateException");
  }
}
