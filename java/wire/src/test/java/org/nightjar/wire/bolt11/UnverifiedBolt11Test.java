package org.nightjar.wire.bolt11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.PublicKey;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.Features;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.WireException;

class UnverifiedBolt11Test {
  private static final String CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final Map<String, String> EXAMPLES = examples();

  private static Map<String, String> examples() {
    try (InputStream in = UnverifiedBolt11Test.class.getResourceAsStream("examples.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static UnverifiedBolt11 example(String name) throws WireException {
    return UnverifiedBolt11.decode(EXAMPLES.get(name));
  }

  private static WireException refused(String text) {
    WireException e =
        catchThrowableOfType(WireException.class, () -> UnverifiedBolt11.decode(text));
    if (e == null) {
      throw new AssertionError("a WireException was expected for " + text);
    }
    return e;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "donation, -1, 3600, 6daf4d488be41ce7cbb487cab1ef2975e5efcea879b20d421f0ef86b07cbb987",
    "one-minute, 250000000, 60, 047e24bf270b25d42a56d57b2578faa3a10684641bab817c2851a871cb41dbc0",
    "utf8, 250000000, 60, f140d992ba419578ba9cfe1af85f92df90a76f442fb5e6e09b1f0582534ba87d",
    "hash, 2000000000, 3600, e2ffa444e2979edb639fbdaa384638683ba1a5240b14dd7a150e45a04eea261d",
    "testnet-p2pkh, 2000000000, 3600,"
        + " 33bc6642a336097c74299cadfdfdd2e4884a555cf1b4fda72b095382d473d795",
    "p2pkh-route, 2000000000, 3600,"
        + " b342d4655b984e53f405fe4d872fb9b7cf54ba538fcd170ed4a5906a9f535064",
    "p2sh, 2000000000, 3600, 9e93321a775f7dffdca03e61d1ac6e0e356cc63cecd3835271200c1e5b499d29",
    "p2wpkh, 2000000000, 3600, 44fbec32cdac99a1a3cd638ec507dad633a1e5bba514832fd3471e663a157f7b",
    "p2wsh, 2000000000, 3600, 865a2cc6730e1eeeacd30e6da8e9ab0e9115828d27953ec0c0f985db05da5027",
    "p2tr, 2000000000, 3600, 116fdb0f18352c886deb263f6466eb40e5e6518b80231a1f9df86088bfa48043"
  })
  void amountExpiryAndWhatIsSigned(String name, long msat, long expiry, String hash)
      throws WireException {
    UnverifiedBolt11 invoice = example(name);
    assertThat(invoice.amountMsat().orElse(-1)).isEqualTo(msat);
    assertThat(invoice.expiry()).isEqualTo(expiry);
    assertThat(hex(invoice.signatureHash())).isEqualTo(hash);
    assertThat(hex(invoice.paymentHash()))
        .isEqualTo("0001020304050607080900010203040506070809000102030405060708090102");
    assertThat(invoice.paymentSecret()).hasSize(32).containsOnly(0x11);
    assertThat(invoice.timestamp()).isEqualTo(1496314658);
    assertThat(invoice.nodeId()).isEmpty();
    assertThat(invoice.features()).isEqualTo(Features.ofBits(8, 14));
    assertThat(invoice.minFinalCltvExpiryDelta()).isEqualTo(18);
  }

  @Test
  void texts() throws WireException {
    assertThat(example("donation").description())
        .hasValue("Please consider supporting this project");
    assertThat(example("utf8").description()).hasValue("ナンセンス 1杯");
    assertThat(example("hash").description()).isEmpty();
    assertThat(hex(example("hash").descriptionHash().orElseThrow()))
        .isEqualTo("3925b6f67e2c340036ed12093dd44e0368df1b6ea26c53dbe4811f58fd5db8c1");
    assertThat(example("metadata").metadata().map(UnverifiedBolt11Test::hex)).hasValue("01fafaf0");
    assertThat(hex(example("features").signature())).isEqualTo(hex(example("upper").signature()));
    assertThat(example("features").features()).isEqualTo(Features.ofBits(8, 14, 99));
  }

  @Test
  void chainsAndFallbacks() throws WireException {
    assertThat(example("donation").chain()).isEqualTo(ChainHash.BITCOIN);
    assertThat(example("testnet-p2pkh").chain()).isEqualTo(ChainHash.TESTNET);
    assertThat(example("testnet-p2pkh").fallbacks())
        .hasToString("[17:3172b5654f6683c8fb146959d347ce303cae4ca7]");
    assertThat(example("p2sh").fallbacks().get(0).version()).isEqualTo(Fallback.P2SH);
    assertThat(example("p2wpkh").fallbacks())
        .hasToString("[0:751e76e8199196d454941c45d1b3a323f1433bd6]");
    assertThat(example("p2tr").fallbacks().get(0).program()).hasSize(32);
  }

  @Test
  void routes() throws WireException {
    assertThat(example("p2pkh-route").routes())
        .containsExactly(
            List.of(
                new RouteHint(
                    PublicKey.fromHex(
                        "029e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255"),
                    ShortChannelId.fromLong(0x0102030405060708L),
                    1,
                    20,
                    3),
                new RouteHint(
                    PublicKey.fromHex(
                        "039e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255"),
                    ShortChannelId.fromLong(0x030405060708090aL),
                    2,
                    30,
                    4)));
    assertThat(example("pico").routes()).hasSize(1);
    assertThat(example("pico").amountMsat()).hasValue(967878534);
    assertThat(example("pico").minFinalCltvExpiryDelta()).isEqualTo(10);
  }

  @Test
  void expires() throws WireException {
    UnverifiedBolt11 invoice = example("one-minute");
    assertThat(invoice.isExpired(Instant.ofEpochSecond(1496314658 + 60))).isFalse();
    assertThat(invoice.isExpired(Instant.ofEpochSecond(1496314658 + 61))).isTrue();
  }

  /** Whether a signature can be recovered from shows only where recovery is done. */
  @Test
  void signaturesAreNotVerified() throws WireException {
    assertThat(example("not-recoverable").recoveryId()).isEqualTo(2);
    assertThat(example("high-s").recoveryId()).isEqualTo(1);
  }

  /**
   * In "wrong-length" BOLT 11 contradicts itself: by its requirements such fields fail the payment,
   * by its example they are ignored. The requirements win. "high-s-n" has two payment secrets too.
   */
  @ParameterizedTest
  @CsvSource({
    "wrong-length, TYPE_ORDER",
    "feature-100, UNKNOWN_FEATURE",
    "checksum, TEXT",
    "no-1, TEXT",
    "mixed-case, TEXT",
    "short, TRUNCATED",
    "multiplier, TEXT",
    "sub-msat, TEXT",
    "no-secret, MISSING_TYPE",
    "high-s-n, TYPE_ORDER"
  })
  void invalidExamples(String name, WireException.Reason reason) {
    assertThat(refused(EXAMPLES.get(name)).reason()).isEqualTo(reason);
  }

  /** Fields in the characters of bech32: a tag, two for the length, the groups. */
  @ParameterizedTest
  @CsvSource({
    "lnbc, ok",
    "lnbc1, ok",
    "lnbc21000000, ok",
    "lnbc21000001, TEXT",
    "lnbc21000000000000000000p, ok",
    "lnbc21000000000000000010p, TEXT",
    "lnbc20000000000000000000p, ok",
    "lnbc99999999999999999999p, TEXT",
    "lnbc999999999999999999990p, TEXT",
    "lnbc0, TEXT",
    "lnbc01m, TEXT",
    "lnbc1x, TEXT",
    "lnbc1mm, TEXT",
    "lnbc-1, TEXT",
    "lnxy, CHAIN",
    "ln, TEXT",
    "xnbc, TEXT",
    "lntbs, ok",
    "lnbcrt, ok"
  })
  void prefixes(String prefix, String reason) throws WireException {
    checkText(prefix, P + S + D, reason);
  }

  private static final String P = "pp5" + "q".repeat(52);
  private static final String S = "sp5" + "z".repeat(51) + "q";
  private static final String D = "dqz" + "qq";
  private static final String H = "hp5" + "q".repeat(52);
  private static final String N = "np4q0n326hr8v9zprg8gsvezcch06gfaqqhde2aj730yg0durunfhv66";

  @ParameterizedTest
  @CsvSource({
    "'', ok",
    "qqq, ok",
    "2qrqqq, ok",
    "q, TRUNCATED",
    "qq, TRUNCATED",
    "2qz, TRUNCATED",
    "pp5" + "q" + ", TRUNCATED",
    "hp5, TRUNCATED",
    "xqqq, TRUNCATED",
    "xqpq, NOT_MINIMAL",
    "xqq, ok",
    "xqpp, ok",
    "xqvpppppppppppp, ok",
    "xqdppppppppppppp, VALUE",
    "cqpq, NOT_MINIMAL",
    "cqp9, ok",
    "9qpq, NOT_MINIMAL",
    "9qpp, UNKNOWN_FEATURE",
    "9qpz, ok",
    "9qzgq, ok",
    "9q8qqqq, TRUNCATED",
    "9qrsqq, VALUE",
    "mqzqq, ok",
    "mqzql, TEXT",
    "mqpq, TEXT",
    "rqq, TRUNCATED",
    "rqzqq, TRUNCATED",
    "fqq, ok",
    "fqp3, ok",
    "fqr3qq, ok",
    "fqzqp, TEXT",
    "fqzn9, ok",
    "npp, TRUNCATED",
    "npq, TRUNCATED"
  })
  void fields(String field, String reason) throws WireException {
    checkText("lnbc", P + S + D + field, reason);
  }

  @Test
  void requiredFields() throws WireException {
    checkText("lnbc", S + D, "MISSING_TYPE");
    checkText("lnbc", P + D, "MISSING_TYPE");
    checkText("lnbc", P + S, "MISSING_TYPE");
    checkText("lnbc", P + S + D + H, "MISSING_TYPE");
    checkText("lnbc", P + S + H, "ok");
    checkText("lnbc", P + P + S + D, "TYPE_ORDER");
    checkText("lnbc", P + S + D + D, "TYPE_ORDER");
    checkText("lnbc", "pp4" + "q".repeat(53) + S + D, "VALUE");
    checkText("lnbc", P + "spn" + "q".repeat(51) + D, "VALUE");
    checkText("lnbc", P + S + "hp4" + "q".repeat(53), "VALUE");
    checkText("lnbc", P + S + D + N, "ok");
    checkText("lnbc", P + S + D + "np5" + N.substring(3, 55), "VALUE");
    checkText("lnbc", P + S + D + "np4" + "s" + N.substring(4), "VALUE");
    checkText("lnbc", P + S + "dqz" + "ll", "TEXT");
    checkText("lnbc", P + S + "dqz" + "l7", "TEXT");
    checkText("lnbc", P + S + "dqz" + "lu", "VALUE");
  }

  /** With a node id a signature must be low-S; recovery ids end at 3. */
  @Test
  void signatureForms() throws WireException {
    String highS = "q".repeat(51) + "l".repeat(51) + "cq";
    String fields = "qqqqqqq" + P + S + D;
    assertThat(UnverifiedBolt11.decode(withChecksum("lnbc", fields + highS)).recoveryId()).isZero();
    assertThat(refused(withChecksum("lnbc", fields + N + highS)).reason())
        .isEqualTo(WireException.Reason.SIGNATURE);
    assertThat(refused(withChecksum("lnbc", fields + "q".repeat(103) + "y")).reason())
        .isEqualTo(WireException.Reason.SIGNATURE);
  }

  private static void checkText(String prefix, String fields, String reason) throws WireException {
    String text = withChecksum(prefix, "qqqqqqq" + fields + "q".repeat(104));
    if (reason.equals("ok")) {
      assertThat(UnverifiedBolt11.decode(text).recoveryId()).isZero();
    } else {
      WireException e = refused(text);
      assertThat(e.reason()).as(e.getMessage()).isEqualTo(WireException.Reason.valueOf(reason));
    }
  }

  /** BIP 173, from its definition as a remainder. */
  private static String withChecksum(String prefix, String data) {
    int[] generator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    StringBuilder values = new StringBuilder();
    prefix.chars().forEach(c -> values.append((char) (c >> 5)));
    values.append((char) 0);
    prefix.chars().forEach(c -> values.append((char) (c & 31)));
    data.chars().forEach(c -> values.append((char) CHARACTERS.indexOf(c)));
    values.append("\0\0\0\0\0\0");
    int check = 1;
    for (char value : values.toString().toCharArray()) {
      int top = check >>> 25;
      check = (check & 0x1ffffff) << 5 ^ value;
      for (int i = 0; i < 5; i++) {
        check ^= (top >> i & 1) == 1 ? generator[i] : 0;
      }
    }
    StringBuilder text = new StringBuilder(prefix).append('1').append(data);
    for (int i = 5; i >= 0; i--) {
      text.append(CHARACTERS.charAt((check ^ 1) >> 5 * i & 31));
    }
    return text.toString();
  }

  /** Any change of one or two characters shows in the checksum. */
  @Test
  void everyChangedCharacterIsRefused() {
    String text = EXAMPLES.get("p2pkh-route");
    for (int i = 0; i < text.length(); i++) {
      for (char c : "qpl1+ \u00e9A".toCharArray()) {
        if (text.charAt(i) != c) {
          refused(text.substring(0, i) + c + text.substring(i + 1));
        }
      }
      refused(text.substring(0, i));
    }
    refused(text.toUpperCase(Locale.ROOT).replace("LNBC", "lnbc"));
  }

  /** Changed behind the checksum: it is refused or read, and nothing else happens. */
  @Test
  void randomChangesUnderAGoodChecksum() {
    long seed = Long.getLong("nightjar.seed", System.nanoTime());
    System.out.println("UnverifiedBolt11Test: -Dnightjar.seed=" + seed);
    Random random = new Random(seed);
    List<String> texts = List.copyOf(EXAMPLES.values());
    int read = 0;
    for (int n = 0; n < 20_000; n++) {
      String text = texts.get(random.nextInt(texts.size())).toLowerCase(Locale.ROOT);
      int separator = text.lastIndexOf('1');
      if (separator < 0) {
        continue;
      }
      StringBuilder data = new StringBuilder(text.substring(separator + 1, text.length() - 6));
      for (int i = random.nextInt(3); i >= 0 && data.length() > 0; i--) {
        int at = random.nextInt(data.length());
        data.setCharAt(at, CHARACTERS.charAt(random.nextInt(32)));
        if (random.nextInt(4) == 0) {
          data.delete(at, Math.min(data.length(), at + random.nextInt(10)));
        }
      }
      try {
        UnverifiedBolt11.decode(withChecksum(text.substring(0, separator), data.toString()));
        read++;
      } catch (WireException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(read).isPositive();
  }
}
