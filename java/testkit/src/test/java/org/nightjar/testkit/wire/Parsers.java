package org.nightjar.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.async.store.StoreException;
import org.nightjar.fuzz.Messages;
import org.nightjar.fuzz.Reader;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.wire.WireException;

/** Every parser of bytes that peers send. */
public final class Parsers {
  private final List<Reader> all;

  /** The parsers. */
  public Parsers(Nightjar nightjar) {
    all = Messages.readers(nightjar);
  }

  /** Whatever bytes are taken for, they are refused, or come back. */
  public void survive(byte[] bytes) {
    for (Reader parser : all) {
      try {
        assertThat(parser.again(bytes)).isEqualTo(bytes);
      } catch (WireException | RefusalException | StoreException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
