package org.nightjar.testkit;

import org.nightjar.Peeled;

/** All that a {@link Peeled} holds, secrets included, to compare two of them in a test. */
public final class PeeledText {
  private PeeledText() {}

  /** Equal exactly for equal results. */
  public static String of(Peeled peeled) {
    if (peeled instanceof Peeled.Rejected rejected) {
      String secret =
          rejected.sharedSecret() == null
              ? "none"
              : Hex.text(rejected.sharedSecret().exposeSecretBytes());
      return rejected.reason() + " " + rejected.failureCode() + " " + secret;
    }
    Peeled.Accepted accepted = (Peeled.Accepted) peeled;
    return peeled.getClass().getSimpleName()
        + " payload "
        + Hex.text(accepted.payload())
        + " secret "
        + Hex.text(accepted.sharedSecret().exposeSecretBytes())
        + " next "
        + Hex.text(accepted.nextPacket().toBytes())
        + accepted.path().map(path -> " next path key " + path.nextPathKey()).orElse("");
  }
}
