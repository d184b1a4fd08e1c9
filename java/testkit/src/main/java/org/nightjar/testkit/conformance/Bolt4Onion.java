package org.nightjar.testkit.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nightjar.Hop;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.testkit.Hex;

/**
 * The payment onion of five hops that BOLT 4 publishes (bolt04/onion-test.json and
 * onion-error-test.json of lightning/bolts), as figures: enough to test on a machine without the
 * files.
 */
public final class Bolt4Onion {
  /** Secret keys of the nodes: 32 times 41, 42, 43, 44, 45. */
  public static final List<byte[]> NODE_SECRETS =
      Stream.of(0x41, 0x42, 0x43, 0x44, 0x45).map(value -> Hex.repeat(value, 32)).toList();

  public static final List<PublicKey> NODES =
      Stream.of(
              "02eec7245d6b7d2ccb30380bfbe2a3648cd7a942653f5aa340edcea1f283686619",
              "0324653eac434488002cc06bbfb7f10fe18991e35f9fe4302dbea6d2353dc0ab1c",
              "027f31ebc5462c1fdce1b737ecff52d37d75dea43ce11c74d25aa297165faa2007",
              "032c0b7cf95324a07d05398b240174dc0c2be444d96b159aa6c7f7b1e668680991",
              "02edabbd16b41c8371b92ef2f04c1185b4f03b6dcd52ba9b78d9d7c89c8f221145")
          .map(PublicKey::fromHex)
          .toList();

  public static final List<byte[]> PAYLOADS =
      Stream.of(
              "02023a98040205dc06080000000000000001",
              "020236b00402057806080000000000000002fd02013c"
                  + "0102030405060708090a0b0c0d0e0f".repeat(4),
              "020230d4040204e206080000000000000003",
              "02022710040203e806080000000000000004",
              "02022710040203e8082224a33562c54507a9334e79f0dc4f17d407e6d7c61f0e2f3d0d38599502f617042710"
                  + "fd012de0"
                  + "2a".repeat(224))
          .map(Hex::bytes)
          .toList();

  public static final List<String> SHARED_SECRETS =
      List.of(
          "53eb63ea8a3fec3b3cd433b85cd62a4b145e1dda09391b348c4e1cd36a03ea66",
          "a6519e98832a0b179f62123b3567c106db99ee37bef036e783263602f3488fae",
          "3a6b412548762f0dbccce5c7ae7bb8147d1caf9b5471c34120b30bc9c04891cc",
          "21e13c2d7cfe7e18836df50872466117a295783ab8aab0e7ecc8c725503ad02d",
          "b5756b9b542727dbafc6765a49488b023a725d631af688fc031217e90770c328");

  /** SHA-256 of the packet. */
  public static final String PACKET_SHA256 =
      "92e0742510440ed2368e1c03aed09d49a2e4cb4409c88ee0ad02a35c4a4b495a";

  /** SHA-256 of the failure 2002 that the last hop made, as the sender gets it. */
  public static final String FAILURE_SHA256 =
      "3ba4a39c222872dbe9d2a583aedb40d6baf29fc46c4379152997939d5144115c";

  public static final byte[] ASSOC = Hex.repeat(0x42, 32);

  private Bolt4Onion() {}

  /** {@link #SHARED_SECRETS} as values. */
  public static List<SharedSecret> sharedSecrets() {
    return SHARED_SECRETS.stream().map(Hex::bytes).map(SharedSecret::of).toList();
  }

  public static SecretKey sessionKey() {
    return SecretKey.of(Hex.repeat(0x41, 32));
  }

  public static List<Hop> hops() {
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < NODES.size(); i++) {
      hops.add(Hop.of(NODES.get(i), PAYLOADS.get(i)));
    }
    return hops;
  }
}
