package org.nightjar.provider.bc;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.util.Pack;

/** ChaCha20 and ChaCha20-Poly1305 (RFC 8439). */
final class Cipher {
  static final int NONCE_LENGTH = 12;
  static final int TAG_LENGTH = 16;

  /** BOLT 4 uses every key once, so its nonce is zero. */
  static final byte[] ZERO_NONCE = new byte[NONCE_LENGTH];

  private static final int BLOCK_LENGTH = 64;
  private static final long BLOCK_COUNT = 1L << 32;
  private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
  private static final int COUNTER = 12;

  private Cipher() {}

  /** Whether this many bytes can be had from block {@code counter} on, before the counter wraps. */
  static boolean inCounterRange(int counter, int length) {
    return length <= (BLOCK_COUNT - Integer.toUnsignedLong(counter)) * BLOCK_LENGTH;
  }

  /**
   * XORs the stream from block {@code counter} on. On the block function, because Bouncy Castle's
   * engine refuses the last block that the counter can number.
   */
  static void chacha20(
      byte[] out,
      int outOffset,
      byte[] key,
      byte[] nonce,
      int counter,
      byte[] in,
      int inOffset,
      int length) {
    int[] state = state(key, nonce, counter);
    byte[] block = new byte[BLOCK_LENGTH];
    for (int done = 0; done < length; done += BLOCK_LENGTH) {
      nextBlock(state, block);
      int end = Math.min(BLOCK_LENGTH, length - done);
      for (int i = 0; i < end; i++) {
        out[outOffset + done + i] = (byte) (in[inOffset + done + i] ^ block[i]);
      }
    }
  }

  /**
   * XORs BOLT 4's stream of a key, from its byte {@code position} on, into the first {@code length}
   * bytes of {@code data}.
   */
  static void xorStream(byte[] data, int length, byte[] key, int position) {
    int skip = position % BLOCK_LENGTH;
    byte[] shifted = new byte[skip + length];
    System.arraycopy(data, 0, shifted, skip, length);
    chacha20(shifted, 0, key, ZERO_NONCE, position / BLOCK_LENGTH, shifted, 0, shifted.length);
    System.arraycopy(shifted, skip, data, 0, length);
  }

  private static int[] state(byte[] key, byte[] nonce, int counter) {
    int[] state = new int[16];
    System.arraycopy(CONSTANTS, 0, state, 0, CONSTANTS.length);
    Pack.littleEndianToInt(key, 0, state, CONSTANTS.length, 8);
    state[COUNTER] = counter;
    Pack.littleEndianToInt(nonce, 0, state, COUNTER + 1, 3);
    return state;
  }

  private static void nextBlock(int[] state, byte[] block) {
    int[] words = new int[16];
    ChaChaEngine.chachaCore(20, state, words);
    Pack.intToLittleEndian(words, block, 0);
    state[COUNTER]++;
  }

  /** Encrypts {@code in} to {@code out}, which has room for the tag too. */
  static void aeadEncrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    try {
      aead(true, out, key, nonce, aad, in);
    } catch (InvalidCipherTextException e) {
      throw new AssertionError("only decryption checks a tag", e);
    }
  }

  /** Decrypts; false if anything was altered, and then {@code out} holds what nobody may see. */
  static boolean aeadDecrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    if (in.length < TAG_LENGTH) {
      return false;
    }
    try {
      aead(false, out, key, nonce, aad, in);
      return true;
    } catch (InvalidCipherTextException e) {
      return false;
    }
  }

  private static void aead(
      boolean encrypt, byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in)
      throws InvalidCipherTextException {
    ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
    cipher.init(encrypt, new AEADParameters(new KeyParameter(key), TAG_LENGTH * 8, nonce, aad));
    int done = cipher.processBytes(in, 0, in.length, out, 0);
    cipher.doFinal(out, done);
  }
}
