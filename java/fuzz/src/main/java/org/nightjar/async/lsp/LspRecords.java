package org.nightjar.async.lsp;

import java.util.List;
import org.nightjar.async.HtlcId;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.fuzz.Reader;
import org.nightjar.fuzz.RecordReader;

/** Readers of a forwarding node's records. */
public final class LspRecords {
  private static final Key HOLD = Key.of(Kind.HOLD, new byte[HtlcId.LENGTH]);
  private static final Key DELEGATION = Key.of(Kind.DELEGATION, new byte[HtlcId.LENGTH + 2]);
  private static final Key RETRANSMISSION = Key.of(Kind.RETRANSMISSION, new byte[20]);

  private LspRecords() {}

  public static List<Reader> readers() {
    return List.of(
        new RecordReader(HOLD, stored -> HtlcCodec.encode(HtlcCodec.decode(stored))),
        new RecordReader(
            DELEGATION,
            stored -> {
              Delegations.send(stored);
              return stored.value();
            }),
        new RecordReader(
            DELEGATION,
            stored -> {
              Delegations.page(stored);
              return stored.value();
            }),
        new RecordReader(
            RETRANSMISSION,
            stored -> {
              ReplayGuard.decode(stored);
              return stored.value();
            }));
  }
}
