package org.nightjar.testkit.conformance;

import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.spi.Backend;

/** The provider under test, as applications see it and as the facade sees it. */
public interface Subject {
  /** The facade over the provider. */
  Nightjar nightjar();

  /** The provider itself, below the facade's checks. */
  Backend backend();

  /** A node key of the facade; the caller closes it. */
  default NodeKey open(byte[] secretKey) {
    return nightjar().nodeKey(SecretKey.of(secretKey));
  }

  /** The public key of valid secret bytes. */
  default PublicKey publicKey(byte[] secretKey) {
    return nightjar().publicKey(SecretKey.of(secretKey));
  }
}
