package org.nightjar.async.recipient;

import java.util.List;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireWriter;

/** How the place where offer paths are asked for lies in the store. */
final class ServerCodec {
  private static final int SERVER = 1;
  private static final long REQUEST_PATHS = 1;

  private ServerCodec() {}

  static byte[] encode(List<BlindedPath> requestPaths) {
    WireWriter writer = new WireWriter();
    requestPaths.forEach(path -> path.write(writer));
    return RecordFormat.encode(SERVER, new TlvStreamBuilder().put(REQUEST_PATHS, writer).build());
  }

  static List<BlindedPath> decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    if (fields.state() != SERVER) {
      throw fields.damaged("no invoice server");
    }
    return fields.need(REQUEST_PATHS, BlindedPath::readAll);
  }
}
