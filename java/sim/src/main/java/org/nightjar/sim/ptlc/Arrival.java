package org.nightjar.sim.ptlc;

import java.time.Instant;
import java.util.Optional;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Scalar;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.TlvStreamBuilder;

/**
 * A PTLC that came in, as its recipient stores it: it waits for the other parts of its payment, or
 * is claimed. A part whose fellows are claimed must be claimed too, whatever crashes between.
 *
 * @param scalar that claims it; empty while parts are missing
 */
record Arrival(HtlcId id, Optional<Scalar> scalar) {
  private static final int WAITING = 1;
  private static final int CLAIMED = 2;
  private static final long SCALAR = 1;

  static Key key(HtlcId id) {
    return Key.of(Kind.PTLC_ARRIVAL, id.encode());
  }

  /**
   * To be written.
   *
   * @param version that is stored
   * @param patience until when it waits
   */
  Write put(long version, Instant patience) {
    TlvStreamBuilder fields = new TlvStreamBuilder();
    scalar.ifPresent(claim -> fields.put(SCALAR, claim.toBytes()));
    byte[] value = RecordFormat.encode(scalar.isPresent() ? CLAIMED : WAITING, fields.build());
    return new Write.Put(key(id), version, value, scalar.isPresent() ? Due.NONE : Due.at(patience));
  }

  static Arrival decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    HtlcId id = HtlcId.decode(stored.key().id());
    return fields.state() == CLAIMED
        ? new Arrival(id, Optional.of(fields.need(SCALAR, reader -> Scalar.of(reader.rest()))))
        : new Arrival(id, Optional.empty());
  }
}
