package org.nightjar.provider.bc;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.nightjar.internal.ByteArrays;
import org.nightjar.spi.PeeledLayout;
import org.nightjar.spi.Status;

/** Known answers of every function, published by others. */
final class Selftest {

  private Selftest() {}

  static boolean passes(BcBackend backend) {
    return hashes()
        && ciphers()
        && curve()
        && schnorr()
        && onion(backend)
        && failure(backend)
        && blindedPath(backend);
  }

  /**
   * FIPS 180-4 "abc"; RFC 4231 case 2; RFC 5869 case 1; BOLT 4, rho of the first hop of the payment
   * onion.
   */
  private static boolean hashes() {
    byte[] okm = new byte[42];
    Hash.hkdf(
        okm, hex("000102030405060708090a0b0c"), repeated(0x0b, 22), hex("f0f1f2f3f4f5f6f7f8f9"));
    return is(
            Hash.sha256(ascii("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        && is(
            Hash.hmac(ascii("Jefe"), ascii("what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        && is(
            okm,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
        && is(
            Hash.kdf(Hash.RHO, hex(FIRST_SECRET)),
            "ce496ec94def95aadd4bec15cdb41a740c9f2b62347c4917325fcc6fb0453986");
  }

  /** RFC 8439 sections 2.4.2 and 2.8.2. */
  private static boolean ciphers() {
    byte[] plaintext =
        ascii(
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
                + "future, sunscreen would be it.");
    byte[] streamed = new byte[plaintext.length];
    Cipher.chacha20(
        streamed,
        0,
        counting(0),
        hex("000000000000004a00000000"),
        1,
        plaintext,
        0,
        plaintext.length);
    byte[] nonce = hex("070000004041424344454647");
    byte[] aad = hex("50515253c0c1c2c3c4c5c6c7");
    byte[] sealed = new byte[plaintext.length + Cipher.TAG_LENGTH];
    Cipher.aeadEncrypt(sealed, counting(0x80), nonce, aad, plaintext);
    byte[] opened = new byte[plaintext.length];
    return is(
            Arrays.copyOf(streamed, 32),
            "6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0b")
        && is(Arrays.copyOfRange(streamed, 112, 114), "874d")
        && is(
            Arrays.copyOfRange(sealed, plaintext.length, sealed.length),
            "1ae10b594f09e26a7e902ecbd0600691")
        && Cipher.aeadDecrypt(opened, counting(0x80), nonce, aad, sealed)
        && Arrays.equals(opened, plaintext)
        && !Cipher.aeadDecrypt(opened, counting(0x81), nonce, aad, sealed);
  }

  /** BOLT 4, first hop of the payment onion. */
  private static boolean curve() {
    BigInteger session = new BigInteger(1, repeated(0x41, 32));
    return is(Curve.bytes(Curve.generate(session)), HOPS[0])
        && is(Curve.sharedSecret(Curve.point(hex(HOPS[0])), session), FIRST_SECRET)
        && Curve.point(hex("02" + "ff".repeat(32))) == null
        && Curve.scalar(Curve.bytes(Curve.ORDER)) == null;
  }

  /** BIP340 test vector 0. */
  private static boolean schnorr() {
    byte[] secretKey = Curve.bytes(BigInteger.valueOf(3));
    byte[] publicKey = hex("f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9");
    byte[] message = new byte[32];
    byte[] signature = new byte[Schnorr.SIGNATURE_LENGTH];
    return Schnorr.sign(signature, secretKey, message, null) == Status.OK
        && is(
            signature,
            "e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"
                + "25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0")
        && Schnorr.verify(publicKey, message, signature)
        && !Schnorr.verify(publicKey, new byte[31], signature);
  }

  private static final String FIRST_SECRET =
      "53eb63ea8a3fec3b3cd433b85cd62a4b145e1dda09391b348c4e1cd36a03ea66";

  private static final String[] HOPS = {
    "02eec7245d6b7d2ccb30380bfbe2a3648cd7a942653f5aa340edcea1f283686619",
    "0324653eac434488002cc06bbfb7f10fe18991e35f9fe4302dbea6d2353dc0ab1c",
    "027f31ebc5462c1fdce1b737ecff52d37d75dea43ce11c74d25aa297165faa2007",
    "032c0b7cf95324a07d05398b240174dc0c2be444d96b159aa6c7f7b1e668680991",
    "02edabbd16b41c8371b92ef2f04c1185b4f03b6dcd52ba9b78d9d7c89c8f221145"
  };

  private static final int[] PAYLOAD_LENGTHS = {18, 82, 18, 18, 272};

  private static byte[] payloads() {
    return hex(
        "02023a98040205dc06080000000000000001"
            + "020236b00402057806080000000000000002fd02013c"
            + "0102030405060708090a0b0c0d0e0f".repeat(4)
            + "020230d4040204e20608000000000000000302022710040203e806080000000000000004"
            + "02022710040203e8082224a33562c54507a9334e79f0dc4f17d407e6d7c61f0e2f3d0d38599502f617042710"
            + "fd012de0"
            + "2a".repeat(224));
  }

  /** BOLT 4, the payment onion of five hops: its SHA256, and what every hop reads. */
  private static boolean onion(BcBackend backend) {
    byte[] onion = new byte[1366];
    byte[] assoc = repeated(0x42, 32);
    int status =
        backend.onionBuild(
            onion,
            new byte[HOPS.length * 32],
            repeated(0x41, 32),
            hex(String.join("", HOPS)),
            payloads(),
            PAYLOAD_LENGTHS,
            assoc);
    return status == Status.OK
        && is(
            Hash.sha256(onion), "92e0742510440ed2368e1c03aed09d49a2e4cb4409c88ee0ad02a35c4a4b495a")
        && peelsToPayloads(onion, assoc);
  }

  private static boolean peelsToPayloads(byte[] onion, byte[] assoc) {
    ByteBuffer expected = ByteBuffer.wrap(payloads());
    byte[] packet = onion;
    for (int i = 0; i < HOPS.length; i++) {
      byte[] payload = new byte[PAYLOAD_LENGTHS[i]];
      expected.get(payload);
      byte[] answer =
          OnionPeeler.peel(new BigInteger(1, repeated(0x41 + i, 32)), packet, assoc, null);
      int from = PeeledLayout.payload(packet.length);
      if (ByteBuffer.wrap(answer).getInt() != Status.OK
          || !Arrays.equals(Arrays.copyOfRange(answer, from, answer.length), payload)) {
        return false;
      }
      packet = Arrays.copyOfRange(answer, PeeledLayout.NEXT, from);
    }
    byte[] lastHmac = Arrays.copyOfRange(packet, packet.length - Onion.HMAC_LENGTH, packet.length);
    return Arrays.equals(lastHmac, new byte[Onion.HMAC_LENGTH]);
  }

  /**
   * BOLT 4, the failure that the last of the five hops makes, and the attribution data of a
   * fulfilled HTLC: their SHA256, and what the sender reads.
   */
  private static boolean failure(BcBackend backend) {
    byte[] secrets = new byte[HOPS.length * 32];
    backend.onionBuild(
        new byte[1366],
        secrets,
        repeated(0x41, 32),
        hex(String.join("", HOPS)),
        payloads(),
        PAYLOAD_LENGTHS,
        repeated(0x42, 32));
    byte[] packet = new byte[292];
    byte[] attribution = new byte[920];
    backend.failureCreate(
        packet, FailurePackets.secret(secrets, HOPS.length - 1), new byte[] {0x20, 2});
    for (int i = HOPS.length - 1; i >= 0; i--) {
      byte[] secret = FailurePackets.secret(secrets, i);
      backend.failureWrap(packet, secret);
      backend.attributionWrap(attribution, new byte[0], secret, HOPS.length - i);
    }
    byte[] failure = new byte[packet.length];
    int[] lengthAndHop = new int[2];
    int[] holdTimes = new int[HOPS.length];
    int[] verified = new int[1];
    return is(
            Hash.sha256(packet), "3ba4a39c222872dbe9d2a583aedb40d6baf29fc46c4379152997939d5144115c")
        && is(
            Hash.sha256(attribution),
            "7c8edc31d5900c0c8df5393c534cf54fa88d3fd91a6d0760f7353b98feae0587")
        && backend.failureDecrypt(failure, lengthAndHop, packet, secrets) == Status.OK
        && Arrays.equals(lengthAndHop, new int[] {2, HOPS.length - 1})
        && backend.attributionDecrypt(holdTimes, verified, attribution, new byte[0], secrets)
            == Status.OK
        && Arrays.equals(holdTimes, new int[] {5, 4, 3, 2, 1});
  }

  /** BOLT 4, the blinded path from the fourth hop to the fifth: the SHA256 of its ids. */
  private static boolean blindedPath(BcBackend backend) {
    byte[] pathKeys = new byte[66];
    byte[] ids = new byte[66];
    byte[] encrypted = new byte[2 * (2 + Cipher.TAG_LENGTH)];
    byte[] nodes = hex(HOPS[3] + HOPS[4]);
    int status =
        backend.blindedPathCreate(
            pathKeys,
            ids,
            encrypted,
            repeated(1, 32),
            nodes,
            new byte[] {6, 0, 6, 0},
            new int[] {2, 2});
    byte[] data = new byte[2];
    byte[] next = new byte[33];
    return status == Status.OK
        && is(Hash.sha256(ids), "c8f0ec3a726934fe25237f9a3c1703e60331f412b57836d3fcc756bae5a67666")
        && BlindedPaths.unblind(
                data,
                next,
                new BigInteger(1, repeated(0x44, 32)),
                Arrays.copyOf(pathKeys, 33),
                Arrays.copyOf(encrypted, data.length + Cipher.TAG_LENGTH))
            == Status.OK
        && is(data, "0600")
        && Arrays.equals(next, Arrays.copyOfRange(pathKeys, 33, 66));
  }

  private static boolean is(byte[] actual, String expected) {
    return ByteArrays.hex(actual).equals(expected);
  }

  private static byte[] hex(String hex) {
    return ByteArrays.fromHex(hex);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] repeated(int value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** 32 bytes that count up. */
  private static byte[] counting(int first) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }
}
