package org.nightjar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  private static final String SECRET_HEX = "77".repeat(8);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 64})
  void aSecretKeyHas32Bytes(int length) {
    assertThatThrownBy(() -> SecretKey.of(new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secret key has " + length + " bytes");
    assertThatThrownBy(() -> SharedSecret.of(new byte[length]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 34, 65})
  void aPublicKeyHas33Bytes(int length) {
    assertThatThrownBy(() -> PublicKey.of(Fakes.filled(length, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("public key has " + length + " bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 6, 7, 0x82, 0xff})
  void aPublicKeyStartsWith02Or03(int prefix) {
    byte[] bytes = new byte[33];
    bytes[0] = (byte) prefix;
    assertThatThrownBy(() -> PublicKey.of(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.format("starts with %02x", prefix));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65})
  void aSignatureHas64Bytes(int length) {
    assertThatThrownBy(() -> SchnorrSignature.of(new byte[length]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aHopPayloadHas2Bytes(int length) {
    assertThatThrownBy(() -> Hop.of(Fakes.publicKey(1), new byte[length]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nullIsRefused() {
    assertThatThrownBy(() -> SecretKey.of(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> SharedSecret.of(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> PublicKey.of(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> PublicKey.fromHex(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> SchnorrSignature.of(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> OnionPacket.of(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Hop.of(null, new byte[2])).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Hop.of(Fakes.publicKey(1), null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void theCallersArrayIsCopied() {
    byte[] bytes = Fakes.filled(33, 2);
    PublicKey publicKey = PublicKey.of(bytes);
    Hop hop = Hop.of(publicKey, bytes);
    OnionPacket packet = OnionPacket.of(bytes);
    OnionPacket part = OnionPacket.of(bytes, 1, 4);
    bytes[2] = 9;
    assertThat(publicKey.toBytes()[2]).isEqualTo((byte) 2);
    assertThat(hop.payload()[2]).isEqualTo((byte) 2);
    assertThat(packet.toBytes()[2]).isEqualTo((byte) 2);
    assertThat(part.toBytes()).containsExactly(2, 2, 2, 2);

    byte[] secret = Fakes.filled(32, 7);
    SecretKey secretKey = SecretKey.of(secret);
    SharedSecret sharedSecret = SharedSecret.of(secret);
    byte[] signed = Fakes.filled(64, 7);
    SchnorrSignature signature = SchnorrSignature.of(signed);
    secret[0] = 9;
    signed[0] = 9;
    assertThat(secretKey.exposeSecretBytes()[0]).isEqualTo((byte) 7);
    assertThat(sharedSecret.exposeSecretBytes()[0]).isEqualTo((byte) 7);
    assertThat(signature.toBytes()[0]).isEqualTo((byte) 7);
  }

  @Test
  void whatIsHandedOutIsACopy() {
    PublicKey publicKey = Fakes.publicKey(1);
    publicKey.toBytes()[1] = 9;
    publicKey.toXOnly()[0] = 9;
    assertThat(publicKey).isEqualTo(Fakes.publicKey(1));
    Hop hop = Hop.of(publicKey, new byte[2]);
    hop.payload()[0] = 9;
    assertThat(hop.payload()).containsOnly(0);
    OnionPacket packet = OnionPacket.of(new byte[2]);
    packet.toBytes()[0] = 9;
    assertThat(packet.toBytes()).containsOnly(0);
    SharedSecret secret = SharedSecret.of(new byte[32]);
    secret.exposeSecretBytes()[0] = 9;
    assertThat(secret.exposeSecretBytes()).containsOnly(0);
    SecretKey key = SecretKey.of(new byte[32]);
    key.exposeSecretBytes()[0] = 9;
    assertThat(key.exposeSecretBytes()).containsOnly(0);
    SchnorrSignature signature = SchnorrSignature.of(new byte[64]);
    signature.toBytes()[0] = 9;
    assertThat(signature.toBytes()).containsOnly(0);
  }

  @Test
  void equalityIsByBytes() {
    assertEquality(Fakes.publicKey(1), Fakes.publicKey(1), Fakes.publicKey(3));
    assertEquality(
        SecretKey.of(new byte[32]), SecretKey.of(new byte[32]), SecretKey.of(Fakes.filled(32, 1)));
    assertEquality(
        SharedSecret.of(new byte[32]),
        SharedSecret.of(new byte[32]),
        SharedSecret.of(Fakes.filled(32, 1)));
    assertEquality(
        SchnorrSignature.of(new byte[64]),
        SchnorrSignature.of(new byte[64]),
        SchnorrSignature.of(Fakes.filled(64, 1)));
    assertEquality(
        OnionPacket.of(new byte[4]),
        OnionPacket.of(new byte[9], 3, 4),
        OnionPacket.of(new byte[5]));
    assertThat(OnionPacket.of(new byte[] {1, 2, 3}))
        .isEqualTo(OnionPacket.view(new byte[] {9, 1, 2, 3, 9}, 1, 3))
        .hasSameHashCodeAs(OnionPacket.view(new byte[] {9, 1, 2, 3, 9}, 1, 3))
        .isNotEqualTo(OnionPacket.of(new byte[] {1, 2, 4}));
  }

  private static void assertEquality(Object value, Object same, Object other) {
    assertThat(value).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other).isNotEqualTo("");
  }

  @Test
  void secretsAreNeverPrinted() {
    byte[] secret = Fakes.filled(32, 0x77);
    SharedSecret shared = SharedSecret.of(secret);
    OnionPacket packet = OnionPacket.of(new byte[1366]);
    List<Object> values =
        List.of(
            SecretKey.of(secret),
            shared,
            new BuiltOnion(packet, List.of(shared)),
            Hop.of(Fakes.publicKey(1), secret),
            new Peeled.Rejected(RejectReason.ONION_PAYLOAD, 0x4016, shared),
            PeelAnswer.read(FakeBackend.PRIMITIVES, peeled(), 1366, false));
    assertThat(values).noneMatch(value -> value.toString().contains(SECRET_HEX));
    assertThat(SecretKey.of(secret)).hasToString("SecretKey[redacted]");
    assertThat(shared).hasToString("SharedSecret[redacted]");
    assertThat(PeelAnswer.read(FakeBackend.PRIMITIVES, peeled(), 1366, false))
        .hasToString("Peeled.Forward[32 bytes of payload]");
  }

  private static byte[] peeled() {
    byte[] layout = Fakes.filled(8 + 32 + 65 + 1366 + 32, 0x77);
    System.arraycopy(new byte[] {0, 0, 0, 0, 0, 0, 0, 32}, 0, layout, 0, 8);
    return layout;
  }

  @Test
  void hashCodesTellNothingOfSecrets() {
    assertThat(SecretKey.of(new byte[32])).hasSameHashCodeAs(SecretKey.of(Fakes.filled(32, 1)));
    assertThat(SharedSecret.of(new byte[32]))
        .hasSameHashCodeAs(SharedSecret.of(Fakes.filled(32, 1)));
  }

  @Test
  void aClosedSecretKeyIsWipedAndRefused() {
    SecretKey key = SecretKey.of(Fakes.filled(32, 7));
    byte[] raw = key.raw();
    key.close();
    key.close();
    assertThat(raw).containsOnly(0);
    assertThatThrownBy(key::exposeSecretBytes).isInstanceOf(IllegalStateException.class);
    assertThat(key).isEqualTo(key).isNotEqualTo(SecretKey.of(new byte[32]));
    SecretKey another = SecretKey.of(new byte[32]);
    another.close();
    assertThat(key).as("both closed").isNotEqualTo(another);
  }

  @Test
  void randomSecretKeysDiffer() {
    SecureRandom random = new SecureRandom();
    assertThat(SecretKey.random(random)).isNotEqualTo(SecretKey.random(random));
  }

  @Test
  void publicKeysReadAndPrintHexadecimal() {
    PublicKey key = Fakes.publicKey(0xab);
    assertThat(key).hasToString("02" + "ab".repeat(32));
    assertThat(PublicKey.fromHex(key.toString())).isEqualTo(key);
    assertThat(PublicKey.fromHex(key.toString().toUpperCase())).isEqualTo(key);
    assertThat(key.toXOnly()).hasSize(32).containsOnly(0xab);
    assertThatThrownBy(() -> PublicKey.fromHex("02zz"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hexadecimal");
    assertThatThrownBy(() -> PublicKey.fromHex("02a")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void publicKeysAreOrderedAsUnsignedBytes() {
    assertThat(Fakes.publicKey(0x7f)).isLessThan(Fakes.publicKey(0x80));
    assertThat(Fakes.publicKey(1).compareTo(Fakes.publicKey(1))).isZero();
  }

  @Test
  void aPacketIsAnyBytes() {
    assertThat(OnionPacket.of(new byte[0]).length()).isZero();
    assertThat(OnionPacket.of(new byte[0])).hasToString("OnionPacket[0 bytes, ...]");
    assertThat(OnionPacket.PAYMENT_LENGTH).isEqualTo(1366);
    assertThat(OnionPacket.MIN_LENGTH).isEqualTo(101);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1,2", "0,5", "5,0", "3,2147483647", "2147483647,2147483647", "1,-1"})
  void aPartOutsideTheArrayIsRefused(String range) {
    int offset = Integer.parseInt(range.split(",")[0]);
    int length = Integer.parseInt(range.split(",")[1]);
    assertThatThrownBy(() -> OnionPacket.of(new byte[4], offset, length))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aHopKnowsItsRoom() {
    assertThat(Hop.of(Fakes.publicKey(1), new byte[2]).packetRoom()).isEqualTo(1 + 2 + 32);
    assertThat(Hop.of(Fakes.publicKey(1), new byte[0xfc]).packetRoom()).isEqualTo(1 + 0xfc + 32);
    assertThat(Hop.of(Fakes.publicKey(1), new byte[0xfd]).packetRoom()).isEqualTo(3 + 0xfd + 32);
    assertThat(Hop.of(Fakes.publicKey(1), new byte[0xffff]).packetRoom())
        .isEqualTo(3 + 0xffff + 32);
    assertThat(Hop.of(Fakes.publicKey(1), new byte[0x10000]).packetRoom())
        .isEqualTo(5 + 0x10000 + 32);
  }

  @Test
  void listsAreCopied() {
    List<SharedSecret> secrets = new ArrayList<>(List.of(SharedSecret.of(new byte[32])));
    BuiltOnion built = new BuiltOnion(OnionPacket.of(new byte[1366]), secrets);
    secrets.clear();
    assertThat(built.sharedSecrets()).hasSize(1);
    assertThatThrownBy(() -> built.sharedSecrets().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
