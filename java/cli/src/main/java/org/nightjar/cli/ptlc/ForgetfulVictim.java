package org.nightjar.cli.ptlc;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.ReusableInvoices;
import org.nightjar.SecretKey;

/**
 * Answers an index more often than its nonces allow: it does the library's arithmetic, and has no
 * journal that would stop it.
 */
final class ForgetfulVictim implements Victim {
  private static final int INDEX_OFFSET = 201;

  private final Nightjar nightjar;
  private final ReusableInvoices invoices;
  private final int nu;
  private final int answers;
  private final SecretKey key;
  private final byte[] epochSecret = new byte[ReusableInvoices.EPOCH_SECRET_LENGTH];
  private final Map<Integer, Integer> used = new HashMap<>();

  /**
   * One with fresh keys.
   *
   * @param nu nonces of each index
   * @param answers that it gives for each index, and not one more
   */
  ForgetfulVictim(Nightjar nightjar, int nu, int answers) {
    this.nightjar = nightjar;
    this.nu = nu;
    this.answers = answers;
    invoices = nightjar.experimental().reusableInvoices();
    SecureRandom random = new SecureRandom();
    key = SecretKey.random(random);
    random.nextBytes(epochSecret);
  }

  @Override
  public byte[] payee() {
    return nightjar.publicKey(key).toXOnly();
  }

  @Override
  public byte[] epochId() {
    return invoices.epochId(epochSecret);
  }

  @Override
  public List<PublicKey> nonces(int index) {
    return invoices.nonces(epochSecret, key, index, 1, nu);
  }

  @Override
  public byte[] claim(byte[] message) {
    int index = ByteBuffer.wrap(message).getInt(INDEX_OFFSET);
    if (used.merge(index, 1, Integer::sum) > answers) {
      throw new IllegalStateException("index " + index + " answered as often as it may");
    }
    try (ReusableInvoices.Claim claim = invoices.claim(epochSecret, key, message, nu)) {
      return claim.scalar().exposeSecretBytes();
    }
  }
}
