package org.nightjar.testkit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.nightjar.Nightjar;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;
import org.nightjar.testkit.vectors.Bip340Vectors;
import org.nightjar.testkit.vectors.BlindedPathVectors;
import org.nightjar.testkit.vectors.FailureVectors;
import org.nightjar.testkit.vectors.OnionVectors;
import org.nightjar.testkit.vectors.TrampolineVectors;
import org.nightjar.testkit.vectors.WycheproofVectors;

/**
 * All published vectors that a provider covers. Extend it and give the provider. It fails where the
 * provider cannot be opened, and where files of {@code vectors/EXPECTED} are there and fewer of
 * their cases ran; a file that is not there is skipped.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class ProviderVectors
    implements OnionVectors,
        BlindedPathVectors,
        FailureVectors,
        TrampolineVectors,
        WycheproofVectors,
        Bip340Vectors {
  private final Vectors vectors = new Vectors("provider");
  private Nightjar nightjar;

  /** The provider under test. */
  protected abstract Provider provider();

  @BeforeAll
  void open() throws ProviderUnavailableException {
    nightjar = Nightjar.of(provider());
    System.out.println("vectors: " + nightjar.diagnostics());
  }

  @Override
  public Nightjar nightjar() {
    return nightjar;
  }

  @Override
  public Vectors vectors() {
    return vectors;
  }

  /** The last of all. */
  @Test
  @Order(Integer.MAX_VALUE)
  void every_expected_file_ran() {
    vectors.assertAllRan();
  }
}
