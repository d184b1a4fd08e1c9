package org.nightjar.ptlc;

import java.util.Arrays;
import org.nightjar.Nightjar;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.wire.WireWriter;

/**
 * A proof of payment: a message, and a plain BIP340 signature of its hash by the payee, which any
 * verifier takes. {@link #LENGTH} bytes: message, x of the nonce, s. Immutable.
 *
 * <p>It shows that who holds the payee key acknowledged the message. It does not show that money
 * moved, nor when; and that the payer is who shows it, only with {@link #presentedBy}.
 */
public record Receipt(ReceiptMessage message, SchnorrSignature signature) {
  /** Length in bytes. */
  public static final int LENGTH = ReceiptMessage.LENGTH + SchnorrSignature.LENGTH;

  private static final int CHALLENGE_LENGTH = 32;

  /** The {@link #LENGTH} bytes. */
  public byte[] encode() {
    return new WireWriter().bytes(message.raw()).bytes(signature.toBytes()).toBytes();
  }

  /**
   * Reads a receipt; {@link #verify} judges it.
   *
   * @throws RefusalException if length or version are others
   */
  public static Receipt decode(byte[] bytes) throws RefusalException {
    RefusalException.refuseIf(bytes.length != LENGTH, Refusal.ERR_LENGTH);
    return new Receipt(
        ReceiptMessage.decode(Arrays.copyOf(bytes, ReceiptMessage.LENGTH)),
        SchnorrSignature.of(Arrays.copyOfRange(bytes, ReceiptMessage.LENGTH, LENGTH)));
  }

  /**
   * Whether it is a receipt of this payee.
   *
   * @param payee whose key the verifier knows from elsewhere: the offer
   */
  public boolean verify(Nightjar nightjar, XOnlyKey payee) {
    return message.payee().equals(payee)
        && nightjar.verify(payee.raw(), message.hash(nightjar).raw(), signature);
  }

  /**
   * Answers a verifier who asks whether a receipt is the payer's own.
   *
   * @param payerKey the secret of the message's payer key
   * @param challenge 32 bytes, the verifier's random choice
   * @throws IllegalArgumentException if the challenge has another length
   */
  static SchnorrSignature answer(Nightjar nightjar, SecretKey payerKey, byte[] challenge) {
    return nightjar.sign(payerKey, checked(challenge), null);
  }

  /**
   * Whether who answered a challenge is the payer.
   *
   * @param challenge 32 bytes
   */
  public boolean presentedBy(Nightjar nightjar, byte[] challenge, SchnorrSignature answer) {
    return nightjar.verify(message.terms().payerKey().raw(), checked(challenge), answer);
  }

  private static byte[] checked(byte[] challenge) {
    if (challenge.length != CHALLENGE_LENGTH) {
      throw new IllegalArgumentException(
          "challenge has " + challenge.length + " bytes, needs " + CHALLENGE_LENGTH);
    }
    return challenge;
  }

  /** The message's; the signature is worth something. */
  @Override
  public String toString() {
    return "Receipt" + message;
  }
}
