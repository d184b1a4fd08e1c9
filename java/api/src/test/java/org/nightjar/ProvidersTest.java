package org.nightjar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;

class ProvidersTest {
  /** Kept: a logger that nobody holds is collected, and its handlers with it. */
  private static final Logger LOGGER = Logger.getLogger("org.nightjar");

  private final List<String> log = new ArrayList<>();
  private final Handler handler = new Recorder();

  private final class Recorder extends Handler {
    @Override
    public void publish(LogRecord record) {
      log.add(new SimpleFormatter().formatMessage(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void recordLog() {
    LOGGER.addHandler(handler);
    LOGGER.setUseParentHandlers(false);
  }

  @AfterEach
  void reset() {
    LOGGER.removeHandler(handler);
    FakeProvider.UNAVAILABLE.clear();
    System.clearProperty(Providers.PROPERTY);
  }

  private static void breakProvider(String id, String reason) {
    FakeProvider.UNAVAILABLE.put(id, new ProviderUnavailableException(reason));
  }

  @Test
  void theLowestRankIsChosen() {
    Diagnostics diagnostics = Nightjar.open().diagnostics();
    assertThat(diagnostics.providerId()).isEqualTo("native");
    assertThat(diagnostics.nativeCode()).isTrue();
    assertThat(diagnostics.version()).isEqualTo("fake 1");
    assertThat(diagnostics.skipped()).isEmpty();
    assertThat(log).isEmpty();
  }

  @Test
  void aFallbackIsLoggedOnceAndShowsInDiagnostics() {
    breakProvider("native", "no library {0} on this machine");
    Diagnostics diagnostics = Nightjar.open().diagnostics();
    assertThat(diagnostics.providerId()).isEqualTo("pure");
    assertThat(diagnostics.nativeCode()).isFalse();
    assertThat(diagnostics.skipped())
        .containsExactly(new Diagnostics.Skipped("native", "no library {0} on this machine"));
    assertThat(diagnostics.toString())
        .contains("provider pure (pure Java)", "native not used: no library {0} on this machine");
    assertThat(log)
        .containsExactly(
            "provider native cannot be used, falling back to pure: no library {0} on this machine");
  }

  @Test
  void aMissingDependencyMakesAProviderUnavailable() {
    FakeProvider.UNAVAILABLE.put("native", new NoClassDefFoundError("com/example/Absent"));
    Diagnostics diagnostics = Nightjar.open().diagnostics();
    assertThat(diagnostics.providerId()).isEqualTo("pure");
    assertThat(diagnostics.skipped().get(0).reason()).contains("com/example/Absent");
  }

  @Test
  void aNegativeRankIsNeverChosenByItself() {
    breakProvider("native", "broken");
    breakProvider("pure", "broken too");
    assertThatThrownBy(Nightjar::open)
        .isInstanceOf(NightjarException.class)
        .hasMessageContainingAll("native: broken", "pure: broken too");
    assertThat(Nightjar.open("on-request").diagnostics().providerId()).isEqualTo("on-request");
  }

  @Test
  void aNamedProviderIsOpenedAndNoOther() {
    assertThat(Nightjar.open("pure").diagnostics().providerId()).isEqualTo("pure");
    assertThat(Nightjar.open("pure").diagnostics().skipped()).isEmpty();
    breakProvider("pure", "broken");
    assertThatThrownBy(() -> Nightjar.open("pure"))
        .isInstanceOf(NightjarException.class)
        .hasMessageContainingAll("named pure", "pure: broken");
  }

  @Test
  void anUnknownNameSaysWhatIsInstalled() {
    assertThatThrownBy(() -> Nightjar.open("nightingale"))
        .isInstanceOf(NightjarException.class)
        .hasMessageContainingAll(
            "named nightingale", "installed: on-request, native, pure", "Add ");
  }

  @Test
  void thePropertyNamesTheProvider() {
    System.setProperty(Providers.PROPERTY, "on-request");
    assertThat(Nightjar.open().diagnostics().providerId()).isEqualTo("on-request");
    assertThat(Nightjar.open("pure").diagnostics().providerId()).isEqualTo("pure");
    System.setProperty(Providers.PROPERTY, "nightingale");
    assertThatThrownBy(Nightjar::open).isInstanceOf(NightjarException.class);
    System.setProperty(Providers.PROPERTY, "");
    assertThat(Nightjar.open().diagnostics().providerId()).isEqualTo("native");
  }

  @Test
  void requireNativeNeverFallsBack() {
    assertThat(Nightjar.require(Requirement.NATIVE).diagnostics().providerId()).isEqualTo("native");
    breakProvider("native", "broken");
    assertThatThrownBy(() -> Nightjar.require(Requirement.NATIVE))
        .isInstanceOf(NightjarException.class)
        .hasMessageContainingAll("native code", "native: broken");
  }

  @Test
  void requireNativeObeysTheProperty() {
    System.setProperty(Providers.PROPERTY, "on-request");
    assertThat(Nightjar.require(Requirement.NATIVE).diagnostics().providerId())
        .isEqualTo("on-request");
    System.setProperty(Providers.PROPERTY, "pure");
    assertThatThrownBy(() -> Nightjar.require(Requirement.NATIVE))
        .isInstanceOf(NightjarException.class)
        .hasMessageContaining("no provider named pure with native code");
  }

  @Test
  void aConstructedProviderNeedsNoInstallation() throws Exception {
    assertThat(Nightjar.of(new FakeProvider.Pure()).diagnostics().providerId()).isEqualTo("pure");
    breakProvider("pure", "broken");
    assertThatThrownBy(() -> Nightjar.of(new FakeProvider.Pure()))
        .isInstanceOf(ProviderUnavailableException.class)
        .hasMessage("broken");
  }

  @Test
  void nullIsRefused() {
    assertThatThrownBy(() -> Nightjar.open((String) null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Nightjar.require(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Nightjar.of(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void withoutAnyProviderTheMessageSaysWhatToAdd(@TempDir Path folder) {
    assertThatThrownBy(() -> openIsolated(folder))
        .cause()
        .hasMessageContainingAll("installed: none", "Add nightjar-provider-jni");
  }

  @Test
  void aProviderThatIsPackagedWronglyIsNamed(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Provider.class.getName()), "com.example.Shrunk\n");
    assertThatThrownBy(() -> openIsolated(folder))
        .cause()
        .hasMessageContaining("packaged wrongly")
        .cause()
        .hasMessageContaining("com.example.Shrunk");
  }

  /** Opens with the library and this folder on the class path, and nothing else. */
  private static void openIsolated(Path folder) throws Exception {
    URL library = Nightjar.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {library, folder.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      loader.loadClass(Nightjar.class.getName()).getMethod("open").invoke(null);
    }
  }
}
