package org.nightjar;

import java.util.Optional;

/**
 * What a failure with attribution data says. Immutable.
 *
 * @param origin the erring hop and its message, or nothing if no hop made this packet
 * @param holdTimes up to the erring hop; with a hop to blame if there is no origin, or if a hop up
 *     to it does not verify
 */
public record DecryptedFailure(Optional<FailureOrigin> origin, HoldTimes holdTimes) {}
