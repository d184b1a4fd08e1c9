package org.nightjar.cli.ptlc;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.ReusableInvoices;
import org.nightjar.SecretKey;

/**
 * Publishes one nonce an index, which the library does not do, and answers each index once. Its
 * secrets are added up by the library: they are no numbers of Java's even here.
 */
final class SingleNonceVictim implements Victim {
  private static final int INDEX_OFFSET = 201;

  private final Nightjar nightjar;
  private final ReusableInvoices invoices;
  private final SecretKey key;
  private final byte[] epochId = new byte[16];
  private final List<SecretKey> secrets = new ArrayList<>();
  private final List<PublicKey> nonces;
  private final Set<Integer> used = new HashSet<>();

  SingleNonceVictim(Nightjar nightjar, int indices) {
    this.nightjar = nightjar;
    invoices = nightjar.experimental().reusableInvoices();
    SecureRandom random = new SecureRandom();
    key = SecretKey.random(random);
    random.nextBytes(epochId);
    IntStream.range(0, indices).forEach(i -> secrets.add(SecretKey.random(random)));
    nonces = secrets.stream().map(nightjar::publicKey).toList();
  }

  @Override
  public byte[] payee() {
    return nightjar.publicKey(key).toXOnly();
  }

  @Override
  public byte[] epochId() {
    return epochId.clone();
  }

  @Override
  public List<PublicKey> nonces(int index) {
    return List.of(nonces.get(index));
  }

  /** {@code s = k + e d}, both with the sign that BIP340 wants. */
  @Override
  public byte[] claim(byte[] message) {
    int index = ByteBuffer.wrap(message).getInt(INDEX_OFFSET);
    if (!used.add(index)) {
      throw new IllegalStateException("index " + index + " answered before");
    }
    BigInteger e =
        TaggedHash.challenge(
            nightjar, nonces.get(index).toXOnly(), payee(), invoices.hash(message));
    BigInteger one = BigInteger.ONE;
    try (SecretKey k =
            multiply(Scalars.negateIf(isOdd(nonces.get(index)), one), secrets.get(index));
        SecretKey ed = multiply(Scalars.negateIf(isOdd(nightjar.publicKey(key)), e), key);
        SecretKey s = invoices.blindScalar(k, ed)) {
      return s.exposeSecretBytes();
    }
  }

  private static boolean isOdd(PublicKey key) {
    return key.toBytes()[0] == 3;
  }

  /** A public factor times a secret, by doubling and adding. */
  private SecretKey multiply(BigInteger factor, SecretKey secret) {
    SecretKey product = SecretKey.of(secret.exposeSecretBytes());
    for (int bit = factor.bitLength() - 2; bit >= 0; bit--) {
      product = add(product, product);
      if (factor.testBit(bit)) {
        product = add(product, secret);
      }
    }
    return product;
  }

  /** The sum; the first is closed. */
  private SecretKey add(SecretKey first, SecretKey second) {
    try (SecretKey before = first) {
      return invoices.blindScalar(before, second);
    }
  }
}
