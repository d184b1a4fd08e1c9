package org.nightjar.provider.jni;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.nightjar.natives.NativeLibrary;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Status;

/**
 * What only JNI has to get right; NativeBackendTest and EnvironmentTest of provider-jna test both
 * native providers.
 */
class JniProviderTest {
  private static void echoes(Backend backend) {
    byte[] out = new byte[3];
    assertThat(backend.echo(out, new byte[] {1, 2, 3})).isEqualTo(Status.OK);
    assertThat(out).containsExactly(1, 2, 3);
  }

  @Test
  void opensAgainInThisClassLoader() throws Exception {
    echoes(new JniProvider().open());
    echoes(new JniProvider().open());
    assertThat(NativeLibrary.lastSteps("jni").get(0).outcome())
        .isEqualTo(NativeLibrary.Outcome.DONE);
  }

  @Test
  void opensFromManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Backend> open = () -> new JniProvider().open();
      for (Future<Backend> backend : threads.invokeAll(Collections.nCopies(32, open))) {
        echoes(backend.get());
        assertThat(backend.get().selftest()).isEqualTo(Status.OK);
      }
    } finally {
      threads.shutdown();
    }
  }

  /**
   * A web application deployed twice: each class loader has a library of its own, and both live
   * side by side.
   */
  @Test
  void twoClassLoadersDoNotMeet() throws Exception {
    List<Object> backends = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
      Class<?> provider = loader.loadClass(JniProvider.class.getName());
      assertThat(provider).isNotSameAs(JniProvider.class);
      backends.add(provider.getMethod("open").invoke(provider.getConstructor().newInstance()));
    }
    for (Object backend : backends) {
      Class<?> type = backend.getClass().getInterfaces()[0];
      assertThat(type.getMethod("selftest").invoke(backend)).isEqualTo(Status.OK);
    }
    echoes(new JniProvider().open());
  }

  private static URL[] classPath() throws Exception {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
    URL[] urls = new URL[entries.length];
    for (int i = 0; i < entries.length; i++) {
      urls[i] = Path.of(entries[i]).toUri().toURL();
    }
    return urls;
  }
}
