package org.nightjar.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.nightjar.Nightjar;
import org.nightjar.async.lsp.LspRecords;
import org.nightjar.async.mailbox.MailRecords;
import org.nightjar.async.payer.PayerRecords;
import org.nightjar.async.recipient.RecipientRecords;
import org.nightjar.async.server.ServerRecords;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.ptlc.PtlcRecords;
import org.nightjar.sim.ptlc.SimRecords;
import org.nightjar.wire.WireWriter;

/** Every reader of what lies in stores, and of what a node says to itself in its paths. */
public final class Records {
  private static final int CHECKSUM_LENGTH = 4;

  private Records() {}

  /** A codec's way in and out. */
  @FunctionalInterface
  public interface Codec {
    /** The encoding of what a record means. */
    byte[] again(Stored stored) throws StoreException;
  }

  /** The readers; their order is that of inputs kept in files, so new ones come last. */
  static List<Reader> readers(Nightjar nightjar) {
    List<Reader> all = new ArrayList<>();
    all.addAll(LspRecords.readers());
    all.addAll(MailRecords.readers());
    all.addAll(PayerRecords.readers(nightjar));
    all.addAll(RecipientRecords.readers(nightjar));
    all.addAll(ServerRecords.readers());
    all.addAll(PtlcRecords.readers());
    all.addAll(SimRecords.readers());
    return all;
  }

  /** Reads a record without its checksum, which is put in its place: no fuzzer finds it. */
  public static Reader reader(Key key, Codec codec) {
    return body -> {
      CRC32C checksum = new CRC32C();
      checksum.update(body);
      byte[] value = new WireWriter().bytes(body).u32(checksum.getValue()).toBytes();
      byte[] again = codec.again(new Stored(key, 1, value, Due.NONE));
      return Arrays.copyOf(again, again.length - CHECKSUM_LENGTH);
    };
  }
}
