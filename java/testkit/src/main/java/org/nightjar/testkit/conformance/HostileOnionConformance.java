package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.testkit.CraftedOnion.bigSize;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nightjar.KeyType;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.RejectReason;
import org.nightjar.SecretKey;
import org.nightjar.spi.Status;
import org.nightjar.testkit.CraftedOnion;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Scalars;
import org.nightjar.testkit.Seeds;

/**
 * What a peer must not send: refused with the right reason, and never an exception or a payload.
 */
public interface HostileOnionConformance extends Subject {
  /** BOLT 4 "Failure Messages". */
  int INVALID_ONION_VERSION = 0xc004;

  int INVALID_ONION_HMAC = 0xc005;
  int INVALID_ONION_KEY = 0xc006;
  int INVALID_ONION_PAYLOAD = 0x4016;
  int INVALID_ONION_BLINDING = 0xc018;

  /** The node that all these packets are for. */
  byte[] NODE = Scalars.bytes(0x1234567);

  @Test
  default void packets_of_no_valid_length_are_refused() {
    byte[] valid = validPacket();
    for (int length : new int[] {0, 1, 33, 65, 66, 100, 65536, 70000}) {
      assertRejected(
          Arrays.copyOf(valid, length), RejectReason.ONION_LENGTH, INVALID_ONION_VERSION);
      if (length != 0) {
        assertStatus(Arrays.copyOf(valid, length), Status.PEER_ONION_LENGTH);
      }
    }
    for (int length : new int[] {101, 1365, 1367, 65535}) {
      assertRejected(Arrays.copyOf(valid, length), RejectReason.ONION_HMAC, INVALID_ONION_HMAC);
    }
  }

  @Test
  default void every_version_but_0_is_refused() {
    byte[] packet = validPacket();
    for (int version = 1; version < 256; version++) {
      packet[0] = (byte) version;
      assertRejected(packet, RejectReason.ONION_VERSION, INVALID_ONION_VERSION);
    }
  }

  @Test
  default void ephemeral_keys_that_are_no_points_are_refused() {
    byte[] packet = validPacket();
    for (byte[] bad : Scalars.invalidPublicKeys()) {
      System.arraycopy(bad, 0, packet, 1, 33);
      assertRejected(packet, RejectReason.ONION_KEY, INVALID_ONION_KEY);
      assertStatus(packet, Status.PEER_ONION_KEY);
    }
  }

  @Test
  default void any_flipped_bit_of_the_hmac_is_found() {
    byte[] packet = validPacket();
    for (int bit = (packet.length - 32) * 8; bit < packet.length * 8; bit++) {
      assertRejected(CraftedOnion.flip(packet, bit), RejectReason.ONION_HMAC, INVALID_ONION_HMAC);
    }
  }

  @Test
  default void any_flipped_byte_of_payloads_or_key_is_found() {
    byte[] packet = validPacket();
    for (int at = 34; at < packet.length - 32; at += 13) {
      assertRejected(
          CraftedOnion.flip(packet, at * 8), RejectReason.ONION_HMAC, INVALID_ONION_HMAC);
    }
    assertRejected(CraftedOnion.flip(packet, 8), RejectReason.ONION_HMAC, INVALID_ONION_HMAC);
    assertRejected(packet, Hex.repeat(0x43, 32), RejectReason.ONION_HMAC, INVALID_ONION_HMAC);
  }

  @Test
  default void random_bytes_are_refused() {
    for (int i = 0; i < 200; i++) {
      SplittableRandom random = Seeds.random("random packets", i);
      byte[] packet = Seeds.bytes(random, random.nextInt(2000));
      if (packet.length > 2 && i % 2 == 0) {
        packet[0] = 0;
        packet[1] = (byte) (2 + random.nextInt(2));
      }
      try (NodeKey key = open(NODE)) {
        assertThat(nightjar().peel(key, OnionPacket.of(packet), new byte[32]))
            .isInstanceOf(Peeled.Rejected.class);
      }
    }
  }

  @Test
  default void the_first_fault_in_the_order_of_bolt_4_is_reported() {
    byte[] noPoint = Hex.concat(new byte[] {2}, Scalars.bytes(5));
    byte[] packet = CraftedOnion.flip(validPacket(), 1000);
    assertRejected(packet, RejectReason.ONION_HMAC, INVALID_ONION_HMAC);
    assertRejected(packet, noPoint, ASSOC, RejectReason.PATH_KEY);
    System.arraycopy(noPoint, 0, packet, 1, 33);
    assertRejected(packet, noPoint, ASSOC, RejectReason.ONION_KEY);
    packet[0] = 1;
    assertRejected(packet, noPoint, ASSOC, RejectReason.ONION_VERSION);
    assertRejected(Arrays.copyOf(packet, 100), noPoint, ASSOC, RejectReason.ONION_LENGTH);
  }

  @Test
  default void path_keys_that_are_no_points_are_refused() {
    byte[] packet = validPacket();
    for (byte[] bad : Scalars.invalidPublicKeys()) {
      long key = backend().keyOpen(NODE);
      assertThat(backend().onionPeel(key, packet, 0, packet.length, ASSOC, bad))
          .isEqualTo(status(Status.PEER_PATH_KEY));
      backend().keyClose(key);
      if (bad[0] == 2 || bad[0] == 3) {
        assertRejected(packet, bad, ASSOC, RejectReason.PATH_KEY);
      }
    }
  }

  @Test
  default void a_path_key_that_does_not_belong_to_the_packet_is_refused() {
    byte[] pathKey = publicKey(Scalars.bytes(99)).toBytes();
    assertRejected(validPacket(), pathKey, ASSOC, RejectReason.ONION_HMAC);
  }

  @Test
  default void authentic_lengths_below_2_or_not_minimal_are_refused() {
    for (int room : new int[] {35, 300, 1300, 32768, OnionBuildConformance.MAX_PAYLOADS_LENGTH}) {
      for (byte[] front :
          List.of(
              new byte[] {0},
              new byte[] {1},
              bigSize(0xfd, 0),
              bigSize(0xfd, 1),
              bigSize(0xfd, 2),
              bigSize(0xfd, 0xfc),
              bigSize(0xfe, 0),
              bigSize(0xfe, 2),
              bigSize(0xfe, 0xfd),
              bigSize(0xfe, 0xffff),
              bigSize(0xff, 0),
              bigSize(0xff, 2),
              bigSize(0xff, 0xffff),
              bigSize(0xff, 0xffff_ffffL))) {
        assertPayloadRefused(room, front);
      }
    }
  }

  @Test
  default void authentic_lengths_beyond_any_packet_are_refused() {
    for (int room : new int[] {35, 1300, 32768}) {
      for (long length :
          new long[] {
            0x10000,
            0x10002,
            0x10020,
            0x7fff_ffffL,
            0x8000_0000L,
            0x8000_0002L,
            0xffff_ffdfL,
            0xffff_ffffL
          }) {
        assertPayloadRefused(room, bigSize(0xfe, length));
      }
      for (long high : new long[] {1L << 32, 1L << 33, 1L << 62, 1L << 63}) {
        for (long low : new long[] {0, 1, 2, 3, 32, 100, room - 41, room - 35, room - 34, room}) {
          assertPayloadRefused(room, bigSize(0xff, high + low));
        }
      }
      for (long length : new long[] {-1, -2, -9, -32, -33, -41, -42, -1 - room, Long.MAX_VALUE}) {
        assertPayloadRefused(room, bigSize(0xff, length));
      }
    }
  }

  @Test
  default void authentic_lengths_are_taken_up_to_what_fits_and_no_further() {
    assertFits(35, new byte[] {2}, 2);
    assertPayloadRefused(35, new byte[] {3});
    assertFits(285, new byte[] {(byte) 0xfc}, 0xfc);
    assertPayloadRefused(284, new byte[] {(byte) 0xfc});
    assertFits(288, bigSize(0xfd, 0xfd), 0xfd);
    assertPayloadRefused(287, bigSize(0xfd, 0xfd));
    for (int room : new int[] {289, 1300, 32768, OnionBuildConformance.MAX_PAYLOADS_LENGTH}) {
      int most = room - 35;
      assertFits(room, bigSize(0xfd, most), most);
      for (int length :
          new int[] {most + 1, most + 2, most + 32, most + 33, room, room + 1, 0xffff}) {
        assertPayloadRefused(room, bigSize(0xfd, length));
      }
    }
    for (int length = 34 - 32 + 1; length < 0xfd; length++) {
      assertPayloadRefused(35, new byte[] {(byte) length});
    }
  }

  /**
   * A payload refused although its HMAC matches leaves the shared secret, to encrypt the failure
   * with.
   */
  private void assertPayloadRefused(int room, byte[] front) {
    byte[] packet = crafted(publicKey(NODE), room, front);
    byte[] secret = nightjar().ecdh(Bolt4Onion.sessionKey(), publicKey(NODE)).exposeSecretBytes();
    Peeled.Rejected rejected =
        assertRejected(packet, RejectReason.ONION_PAYLOAD, INVALID_ONION_PAYLOAD);
    assertThat(rejected.sharedSecret()).isNotNull();
    assertThat(rejected.sharedSecret().exposeSecretBytes()).isEqualTo(secret);
    assertStatus(packet, Hex.concat(status(Status.PEER_ONION_PAYLOAD), new byte[4], secret));
  }

  private void assertFits(int room, byte[] front, int length) {
    byte[] packet = crafted(publicKey(NODE), room, front);
    try (NodeKey key = open(NODE)) {
      Peeled peeled = nightjar().peel(key, OnionPacket.of(packet), ASSOC);
      assertThat(peeled).as("%d bytes in %d", length, room).isInstanceOf(Peeled.Forward.class);
      assertThat(((Peeled.Forward) peeled).payload()).isEqualTo(Hex.repeat(0x55, length));
    }
  }

  @Test
  default void behind_a_path_key_a_refused_payload_answers_invalid_onion_blinding() {
    PublicKey pathKey = publicKey(Scalars.bytes(77));
    byte[] shared = nightjar().ecdh(SecretKey.of(NODE), pathKey).exposeSecretBytes();
    byte[] factor = nightjar().primitives().deriveKey(KeyType.BLINDED_NODE_ID, shared);
    PublicKey blinded = publicKey(Scalars.multiply(NODE, factor));
    byte[] packet = crafted(blinded, 1300, new byte[] {1});
    Peeled.Rejected rejected =
        assertRejected(packet, pathKey.toBytes(), ASSOC, RejectReason.ONION_PAYLOAD);
    assertThat(rejected.sharedSecret())
        .isEqualTo(nightjar().ecdh(Bolt4Onion.sessionKey(), blinded));
  }

  /** The associated data of these packets. */
  byte[] ASSOC = Hex.repeat(0x42, 32);

  private byte[] validPacket() {
    return crafted(publicKey(NODE), 1300, new byte[] {20});
  }

  private byte[] crafted(PublicKey node, int room, byte[] front) {
    byte[] hopPayloads = CraftedOnion.hopPayloads(room, front);
    return CraftedOnion.of(nightjar(), Bolt4Onion.sessionKey(), node, hopPayloads, ASSOC).toBytes();
  }

  private Peeled.Rejected assertRejected(byte[] packet, RejectReason reason, int failureCode) {
    return assertRejected(packet, ASSOC, reason, failureCode);
  }

  private Peeled.Rejected assertRejected(
      byte[] packet, byte[] assoc, RejectReason reason, int failureCode) {
    return assertRejected(packet, null, assoc, reason, failureCode);
  }

  private Peeled.Rejected assertRejected(
      byte[] packet, byte[] pathKey, byte[] assoc, RejectReason reason) {
    return assertRejected(packet, PublicKey.of(pathKey), assoc, reason, INVALID_ONION_BLINDING);
  }

  private Peeled.Rejected assertRejected(
      byte[] packet,
      @Nullable PublicKey pathKey,
      byte[] assoc,
      RejectReason reason,
      int failureCode) {
    try (NodeKey key = open(NODE)) {
      Peeled peeled = nightjar().peel(key, OnionPacket.of(packet), assoc, pathKey);
      assertThat(peeled).isInstanceOf(Peeled.Rejected.class);
      Peeled.Rejected rejected = (Peeled.Rejected) peeled;
      assertThat(rejected.reason()).isEqualTo(reason);
      assertThat(rejected.failureCode()).isEqualTo(failureCode);
      if (reason != RejectReason.ONION_PAYLOAD) {
        assertThat(rejected.sharedSecret()).isNull();
      }
      return rejected;
    }
  }

  /** Checks the answer below the facade, which is only a status. */
  private void assertStatus(byte[] packet, int status) {
    assertStatus(packet, status(status));
  }

  private void assertStatus(byte[] packet, byte[] answer) {
    long key = backend().keyOpen(NODE);
    assertThat(backend().onionPeel(key, packet, 0, packet.length, ASSOC, null)).isEqualTo(answer);
    backend().keyClose(key);
  }

  private static byte[] status(int status) {
    return new byte[] {0, 0, (byte) (status >> 8), (byte) status};
  }
}
