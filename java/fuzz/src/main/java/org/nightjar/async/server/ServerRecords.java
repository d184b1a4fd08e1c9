package org.nightjar.async.server;

import java.util.List;
import java.util.Optional;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.fuzz.Reader;
import org.nightjar.fuzz.RecordReader;

/** Readers of a static invoice server's records and contexts. */
public final class ServerRecords {
  private static final Key SLOT = Key.of(Kind.SERVED_INVOICE, new byte[] {1, 0, 0});

  private ServerRecords() {}

  public static List<Reader> readers() {
    return List.of(
        new RecordReader(
            SLOT, stored -> SlotCodec.encode((ServingSlot) SlotCodec.decode(Optional.of(stored)))),
        in -> ServerContext.decode(in).map(ServerContext::encode).orElse(new byte[0]));
  }
}
