package org.nightjar.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.nightjar.wire.ChainHash;

/** The chains that have a name on the command line. */
public enum Chain {
  /** Bitcoin. */
  BITCOIN(ChainHash.BITCOIN),
  /** Its test network, version 3. */
  TESTNET(ChainHash.TESTNET),
  /** Its default signet. */
  SIGNET(ChainHash.SIGNET),
  /** A private chain for tests. */
  REGTEST(ChainHash.REGTEST);

  private final ChainHash hash;

  Chain(ChainHash hash) {
    this.hash = hash;
  }

  /** The hash of the first block. */
  public ChainHash hash() {
    return hash;
  }

  /** The name of a chain, if it has one. */
  public static Optional<String> nameOf(ChainHash hash) {
    return Stream.of(values()).filter(c -> c.hash.equals(hash)).map(Chain::toString).findFirst();
  }

  /** The name, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
