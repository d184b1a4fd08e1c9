package org.nightjar.cli.demo;

import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;

/** Somebody with a node. */
record Person(String name, NodeKey key) implements AutoCloseable {
  static Person of(String name, Nightjar nightjar, Entropy entropy) {
    try (SecretKey secret = entropy.secretKey()) {
      return new Person(name, nightjar.nodeKey(secret));
    }
  }

  PublicKey nodeId() {
    return key.publicKey();
  }

  @Override
  public void close() {
    key.close();
  }
}
