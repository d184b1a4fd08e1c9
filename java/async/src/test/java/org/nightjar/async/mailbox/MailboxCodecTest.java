package org.nightjar.async.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Frozen;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.TlvStreamBuilder;

class MailboxCodecTest {
  private static final Key KEY = Key.of(Kind.MAIL, new byte[33]);

  private static Map<String, byte[]> load() throws Exception {
    return Frozen.load(MailboxCodecTest.class, "mailboxes.txt");
  }

  @Test
  void readsFrozenStates() throws Exception {
    byte[] filled = load().get("filled");
    FilledMailbox mailbox = MailboxCodec.decode(Frozen.stored(KEY, filled));
    assertThat(mailbox.letters()).hasSize(2);
    assertThat(mailbox.nextNumber()).isEqualTo(7);
    assertThat(mailbox.wakes()).isEqualTo(3);
    assertThat(MailboxCodec.encode(mailbox)).isEqualTo(filled);
    byte[] message = load().get("message");
    assertThat(MailboxCodec.encode(MailboxCodec.decodeMessage(Frozen.stored(KEY, message))))
        .isEqualTo(message);
  }

  @Test
  void findsFlippedBits() throws Exception {
    Frozen.checkBitFlips(KEY, load().get("filled"), MailboxCodec::decode);
    Frozen.checkBitFlips(KEY, load().get("message"), MailboxCodec::decodeMessage);
  }

  @Test
  void refusesOtherStatesAndMissingFields() {
    for (int state = 0; state < 4; state++) {
      byte[] value = RecordFormat.encode(state, new TlvStreamBuilder().build());
      assertThatThrownBy(() -> MailboxCodec.decode(Frozen.stored(KEY, value)))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> MailboxCodec.decodeMessage(Frozen.stored(KEY, value)))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void nothingIsAnEmptyMailbox() throws Exception {
    assertThat(MailboxCodec.decode(Optional.empty())).isEqualTo(new EmptyMailbox());
  }
}
