package org.nightjar.testkit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.nightjar.Nightjar;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;
import org.nightjar.testkit.conformance.AeadConformance;
import org.nightjar.testkit.conformance.AttributionConformance;
import org.nightjar.testkit.conformance.BatchesConformance;
import org.nightjar.testkit.conformance.BlindedPathConformance;
import org.nightjar.testkit.conformance.BuffersConformance;
import org.nightjar.testkit.conformance.ChaCha20Conformance;
import org.nightjar.testkit.conformance.EcdhConformance;
import org.nightjar.testkit.conformance.ErrorCapabilityConformance;
import org.nightjar.testkit.conformance.FailureConformance;
import org.nightjar.testkit.conformance.HashesConformance;
import org.nightjar.testkit.conformance.HostileOnionConformance;
import org.nightjar.testkit.conformance.KeysConformance;
import org.nightjar.testkit.conformance.OnionBuildConformance;
import org.nightjar.testkit.conformance.OnionPeelConformance;
import org.nightjar.testkit.conformance.PathKeyPeelConformance;
import org.nightjar.testkit.conformance.PeelBatchConformance;
import org.nightjar.testkit.conformance.SchnorrConformance;
import org.nightjar.testkit.conformance.TrampolineConformance;

/**
 * All that a provider must do. Extend it, give the provider, and every feature's tests run on it;
 * they fail where the provider cannot be opened.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProviderConformance
    implements KeysConformance,
        EcdhConformance,
        HashesConformance,
        ChaCha20Conformance,
        AeadConformance,
        SchnorrConformance,
        OnionBuildConformance,
        OnionPeelConformance,
        HostileOnionConformance,
        BatchesConformance,
        PeelBatchConformance,
        TrampolineConformance,
        PathKeyPeelConformance,
        BlindedPathConformance,
        FailureConformance,
        AttributionConformance,
        ErrorCapabilityConformance,
        BuffersConformance {
  private Nightjar nightjar;
  private Backend backend;

  /** The provider under test. */
  protected abstract Provider provider();

  @BeforeAll
  void open() throws ProviderUnavailableException {
    nightjar = Nightjar.of(provider());
    backend = provider().open();
    System.out.println("conformance: " + nightjar.diagnostics());
  }

  @Override
  public Nightjar nightjar() {
    return nightjar;
  }

  @Override
  public Backend backend() {
    return backend;
  }
}
