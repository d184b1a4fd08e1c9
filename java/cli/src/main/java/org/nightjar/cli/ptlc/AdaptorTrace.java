package org.nightjar.cli.ptlc;

import org.nightjar.PublicKey;

/** The equations of one kind of adaptor signatures, in values that everybody may see. */
interface AdaptorTrace {
  /**
   * What is in a pre-signature, and how it is checked.
   *
   * @param signer in the kind's form
   * @throws IllegalArgumentException if something is malformed: then there is nothing to show
   */
  void verify(Steps steps, byte[] presignature, byte[] signer, PublicKey adaptor, byte[] message);

  /** How a pre-signature became a signature. */
  void adapt(Steps steps, byte[] presignature, byte[] signature);

  /** How a pre-signature and its signature give the secret away. */
  void extract(Steps steps, byte[] presignature, byte[] signature, PublicKey adaptor);
}
