package org.nightjar.async.store;

import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/** The fields of a record, for codecs; what is missing or malformed is a damaged record. */
public final class RecordFields {
  private static final int LDK = 1;
  private static final int DRAFT = 2;

  private final Stored stored;
  private final RecordFormat.Decoded decoded;

  private RecordFields(Stored stored, RecordFormat.Decoded decoded) {
    this.stored = stored;
    this.decoded = decoded;
  }

  /**
   * Those of a record.
   *
   * @throws StoreException if it is damaged
   */
  public static RecordFields of(Stored stored) throws StoreException {
    return new RecordFields(stored, RecordFormat.decode(stored));
  }

  /** The number of the state. */
  public int state() {
    return decoded.state();
  }

  /**
   * The value of a field.
   *
   * @throws StoreException if it is missing or malformed
   */
  public <T> T need(long type, TlvStream.ValueReader<T> reader) throws StoreException {
    return RecordFormat.read(
        stored,
        decoded -> {
          T value = decoded.fields().read(type, reader);
          if (value == null) {
            throw damaged("field " + type + " is missing");
          }
          return value;
        });
  }

  /**
   * A profile from {@link #of(WireProfile)}.
   *
   * @throws StoreException if it is missing, or none
   */
  public WireProfile profile(long type) throws StoreException {
    return switch (need(type, WireReader::u8)) {
      case LDK -> WireProfile.LDK;
      case DRAFT -> WireProfile.DRAFT;
      default -> throw damaged("no such profile");
    };
  }

  /** How a profile is stored. */
  public static WireWriter of(WireProfile profile) {
    return new WireWriter().u8(profile == WireProfile.LDK ? LDK : DRAFT);
  }

  /** What to throw when the record makes no sense. */
  public StoreException damaged(String what) {
    return RecordFormat.damaged(stored, what, null);
  }
}
