package org.nightjar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.provider.jni.JniProvider;

/** The executions that hide CPU features from the native core really do. */
final class CpuMaskTest {
  @Test
  void hidden_features_are_not_used() throws Exception {
    String hidden = System.getenv().getOrDefault("NIGHTJAR_CPU_DISABLE", "");
    String details = Nightjar.of(new JniProvider()).diagnostics().details();
    System.out.println("NIGHTJAR_CPU_DISABLE=" + hidden + ": " + details);
    for (String feature : hidden.split(",")) {
      if (!feature.isEmpty()) {
        assertThat(details.split("[^a-z0-9]+")).doesNotContain(feature);
      }
    }
  }
}
