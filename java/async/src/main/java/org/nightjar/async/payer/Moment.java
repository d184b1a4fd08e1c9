package org.nightjar.async.payer;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where the clocks stand: the wall's, with milliseconds as they are stored, and the chain's. */
record Moment(Instant time, long height) {
  Moment {
    time = time.truncatedTo(ChronoUnit.MILLIS);
  }
}
