package org.nightjar.cli.ptlc;

import java.util.List;
import org.nightjar.PublicKey;

/** A recipient that breaks a rule, with keys made for one demonstration. */
interface Victim {
  /** Its receipt key, x-only. */
  byte[] payee();

  /** The name of its epoch, 16 bytes. */
  byte[] epochId();

  /** The nonces that it published for an index. */
  List<PublicKey> nonces(int index);

  /** Claims a payment with this message: s, which its payer learns. */
  byte[] claim(byte[] message);
}
