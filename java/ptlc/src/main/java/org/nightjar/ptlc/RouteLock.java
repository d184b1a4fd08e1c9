package org.nightjar.ptlc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.ReusableInvoices;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;

/**
 * The points of a payment's PTLCs along a route: each node adds a blind, the recipient too, so no
 * two can be linked, and nobody before the recipient can claim. Close to wipe the blinds.
 */
public final class RouteLock implements AutoCloseable {
  private final ReusableInvoices arithmetic;
  private final List<SecretKey> blinds;
  private final List<PublicKey> points;

  private RouteLock(ReusableInvoices arithmetic, List<SecretKey> blinds, List<PublicKey> points) {
    this.arithmetic = arithmetic;
    this.blinds = blinds;
    this.points = points;
  }

  /**
   * Locks a route.
   *
   * @param point what the recipient's blind is added to: a payment point, or {@link Shares#lock}
   * @param sharedSecrets of the payer's onion with each node that forwards, then with the recipient
   *     (with trampoline: of the inner onion, else the payer's LSP could claim)
   * @throws IllegalArgumentException if there are none, or the point is none
   */
  public static RouteLock of(Nightjar nightjar, PublicKey point, List<SharedSecret> sharedSecrets) {
    ReusableInvoices arithmetic = nightjar.experimental().reusableInvoices();
    return ofBlinds(nightjar, point, sharedSecrets.stream().map(arithmetic::blind).toList());
  }

  /**
   * Locks a route by its blinds, which are closed with this.
   *
   * @param blinds of each node that forwards, then of the recipient
   * @throws IllegalArgumentException if there are none, one is no scalar, or the point is none
   */
  public static RouteLock ofBlinds(Nightjar nightjar, PublicKey point, List<SecretKey> blinds) {
    if (blinds.isEmpty()) {
      throw new IllegalArgumentException("no blind for the recipient: its LSP could claim");
    }
    ReusableInvoices arithmetic = nightjar.experimental().reusableInvoices();
    List<PublicKey> points = new ArrayList<>();
    PublicKey at = point;
    for (int i = blinds.size() - 1; i >= 0; i--) {
      at = arithmetic.blindPoint(at, blinds.get(i));
      points.add(at);
    }
    Collections.reverse(points);
    return new RouteLock(arithmetic, List.copyOf(blinds), List.copyOf(points));
  }

  /** What each node's incoming PTLC is locked to; the last is the recipient's. */
  public List<PublicKey> points() {
    return points;
  }

  /** What the payer's own PTLC is locked to. */
  public PublicKey first() {
    return points.get(0);
  }

  /**
   * Takes all blinds off what the first node claimed with.
   *
   * @return what claims the point that the route was locked for; empty if it claims another
   */
  public Optional<SecretKey> unwind(SecretKey firstScalar) {
    SecretKey at = Secrets.copy(firstScalar);
    for (SecretKey blind : blinds) {
      try (SecretKey before = at) {
        at = arithmetic.unblindScalar(before, blind);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.of(at);
  }

  @Override
  public void close() {
    blinds.forEach(SecretKey::close);
  }
}
