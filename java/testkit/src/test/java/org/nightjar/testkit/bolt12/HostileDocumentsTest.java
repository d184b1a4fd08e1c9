package org.nightjar.testkit.bolt12;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.testkit.Seeds;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.bolt12.Document;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.SignedDocument;
import org.nightjar.wire.bolt12.StaticInvoice;

/** Spoiled documents are refused by rule, or by signature; nothing else happens. */
final class HostileDocumentsTest {
  private static final boolean LONG = Integer.getInteger("nightjar.documents", 500) >= 10_000;

  /** Every value of a byte in the long run; else its lowest bit, its highest, and all of them. */
  private static final int[] CHANGES =
      LONG ? IntStream.range(1, 256).toArray() : new int[] {1, 0x80, 0xff};

  /** Of each kind. */
  private static final int DOCUMENTS = 2;

  private final Nightjar nightjar = Nightjar.open();
  private final RandomDocuments documents = new RandomDocuments(nightjar);

  private interface Decoder {
    Document decode(byte[] bytes) throws WireException;
  }

  private record Subject(Document document, Decoder decoder) {}

  private List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      SplittableRandom random = Seeds.random("hostile documents", i);
      Offer offer = documents.offer(random);
      InvoiceRequest request = documents.request(random, offer);
      subjects.add(new Subject(offer, in -> Offer.decode(nightjar, in)));
      subjects.add(new Subject(request, in -> InvoiceRequest.decode(in)));
      subjects.add(
          new Subject(
              documents.invoice(random, offer, request, 1_700_000_000), in -> Invoice.decode(in)));
      WireProfile profile = random.nextBoolean() ? WireProfile.LDK : WireProfile.DRAFT;
      subjects.add(
          new Subject(
              documents.staticInvoice(random, profile), in -> StaticInvoice.decode(in, profile)));
    }
    return subjects;
  }

  @Test
  void every_single_byte_change() {
    for (Subject subject : subjects()) {
      byte[] good = subject.document.encode();
      IntStream.range(0, good.length)
          .parallel()
          .forEach(
              at -> {
                byte[] bytes = good.clone();
                for (int change : CHANGES) {
                  bytes[at] = (byte) (good[at] ^ change);
                  check(subject, bytes, change == 1);
                }
              });
    }
  }

  /** A cut where a record ends may leave a document, but none that is signed. */
  @Test
  void cut_at_every_byte() {
    for (Subject subject : subjects()) {
      byte[] good = subject.document.encode();
      for (int length = 0; length < good.length; length++) {
        check(subject, Arrays.copyOf(good, length), true);
      }
    }
  }

  /**
   * It is refused, or comes back; then its signature is wrong.
   *
   * @param verify or only see that something else is signed, which is faster
   */
  private void check(Subject subject, byte[] bytes, boolean verify) {
    Document document;
    try {
      document = subject.decoder.decode(bytes);
    } catch (WireException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    assertThat(Arrays.equals(document.encode(), bytes)).isTrue();
    if (verify && document instanceof SignedDocument signed) {
      assertThat(signed.hasValidSignature(nightjar)).isFalse();
    } else {
      assertThat(
              Arrays.equals(document.merkleRoot(), subject.document.merkleRoot())
                  && document.get(Field.SIGNATURE).equals(subject.document.get(Field.SIGNATURE)))
          .isFalse();
    }
  }

  private static void assertRefused(Subject subject, byte[] bytes) {
    Assertions.assertThrows(WireException.class, () -> subject.decoder.decode(bytes));
  }

  @Test
  void records_twice_or_out_of_order() {
    for (Subject subject : subjects()) {
      List<TlvRecord> records = subject.document.stream().records();
      for (int i = 0; i + 1 < records.size(); i++) {
        List<TlvRecord> swapped = new ArrayList<>(records);
        Collections.swap(swapped, i, i + 1);
        assertTypeOrder(subject, swapped);
        List<TlvRecord> twice = new ArrayList<>(records);
        twice.add(i, records.get(i));
        assertTypeOrder(subject, twice);
      }
    }
  }

  private static void assertTypeOrder(Subject subject, List<TlvRecord> records) {
    WireException e =
        Assertions.assertThrows(WireException.class, () -> subject.decoder.decode(encode(records)));
    assertThat(e.reason()).isEqualTo(WireException.Reason.TYPE_ORDER);
  }

  private static byte[] encode(List<TlvRecord> records) {
    WireWriter writer = new WireWriter();
    for (TlvRecord record : records) {
      writer.bigSize(record.type()).bigSize(record.value().length).bytes(record.value());
    }
    return writer.toBytes();
  }

  /** A length of 2^64 - 1 is a lie that costs nothing. */
  @Test
  void lengths_that_lie() {
    for (Subject subject : subjects()) {
      byte[] tail = new WireWriter().bigSize(0xfff1).bigSize(-1).bytes(new byte[9]).toBytes();
      byte[] bytes = Arrays.copyOf(subject.document.encode(), 20 + tail.length);
      System.arraycopy(tail, 0, bytes, 20, tail.length);
      assertRefused(subject, bytes);
    }
  }

  /** As much as a message holds, in the shapes that cost most. */
  @Test
  void the_largest_are_fast() {
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          SplittableRandom random = Seeds.random("large documents");
          Offer offer = documents.offer(random);
          List<TlvRecord> many = new ArrayList<>(offer.stream().records());
          for (long type = 1_999_900_001; type < 1_999_999_999; type += 8) {
            many.add(TlvRecord.of(type, new byte[0]));
          }
          Offer large = Offer.decode(nightjar, TlvStream.of(many).encode());
          assertThat(large.merkleRoot()).hasSize(32);
          assertThat(Offer.decode(nightjar, large.toString())).isEqualTo(large);

          BlindedPath path =
              BlindedPath.of(
                  documents.paths(random).get(0).firstNode(),
                  documents.publicKey(random),
                  Collections.nCopies(
                      BlindedPath.MAX_HOPS,
                      BlindedPath.Hop.of(documents.publicKey(random), new byte[200])));
          Offer hops =
              Offer.builder()
                  .set(Field.OFFER_PATHS, List.of(path))
                  .set(Field.OFFER_METADATA, new byte[65535])
                  .build(nightjar);
          assertThat(Offer.decode(nightjar, hops.encode())).isEqualTo(hops);
        });
  }
}
