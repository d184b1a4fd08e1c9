package org.nightjar.bench.report;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was measured, in words. bench/README.md has the long form. */
final class Labels {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("peel-java", "peel one onion, Java"),
          Map.entry("peel-c", "peel one onion, C"),
          Map.entry("peel-two-threads", "two threads against one, Java"),
          Map.entry("peel-two-threads-c", "two threads against one, C"),
          Map.entry("batch-peeler-p99-load-50", "99 of 100 packets at half load, against 1 ms"),
          Map.entry("peel-all-cores-c", "peel on all cores, C"),
          Map.entry("message-peel", "forward an onion message, Java"),
          Map.entry("message-peel-c", "forward an onion message, C"),
          Map.entry("create-20-c", "create an onion of 20 hops, C"),
          Map.entry("create-batch-64", "create 64 onions at once, against singles"),
          Map.entry("ecdh-batch", "64 ECDH at once"),
          Map.entry("unblind", "open a blinded hop"),
          Map.entry("bolt12-invoice", "decode and check an invoice"),
          Map.entry("failure-decrypt-20", "read a failure, against its hashes alone"),
          Map.entry("adaptor-presign", "pre-sign, against a signature"),
          Map.entry("adaptor-preverify", "verify a pre-signature, against a signature"),
          Map.entry("musig2-sign", "partial signature of MuSig2"),
          Map.entry("musig2-verify", "verify a partial signature of MuSig2"),
          Map.entry("chacha20-1366", "ChaCha20 of 1366 bytes, against OpenSSL"),
          Map.entry("chacha20-2600", "ChaCha20 of 2600 bytes, against OpenSSL"),
          Map.entry("sha256-1366", "SHA-256 of 1366 bytes, against OpenSSL"),
          Map.entry("sha256-dirty", "SHA-256 after other vector code"),
          Map.entry("jni-call", "one call through JNI, against its budget"),
          Map.entry("peel-alloc", "Java heap of one peel, against its result"),
          Map.entry("aarch64-peel", "peel one onion"),
          Map.entry("aarch64-create-20", "create an onion of 20 hops"),
          Map.entry("aarch64-message-peel", "forward an onion message"),
          Map.entry("part-decompress", "read the key (square root)"),
          Map.entry("part-table", "table of the key"),
          Map.entry("part-multiply", "two multiplications"),
          Map.entry("part-compress", "two results written (inversion)"),
          Map.entry("part-hash", "hashes and HMACs"),
          Map.entry("part-stream", "ChaCha20"));

  private static final Pattern SIZED =
      Pattern.compile("(peel|message|create|blinded-create)(-batch)?-(\\d+)(-c|-java)?");

  private Labels() {}

  /** Words for a name; the name itself where there are none. */
  static String of(String name) {
    return WORDS.getOrDefault(name, sized(name));
  }

  private static String sized(String name) {
    Matcher matcher = SIZED.matcher(name);
    if (!matcher.matches()) {
      return name;
    }
    String count = matcher.group(3);
    String language = "-c".equals(matcher.group(4)) ? ", C" : ", Java";
    boolean batch = matcher.group(2) != null;
    return switch (matcher.group(1)) {
      case "peel" -> "peel " + count + " onions at once" + language;
      case "message" -> "forward " + count + " onion messages at once" + language;
      case "create" ->
          (batch ? "create " + count + " onions at once" : "create an onion of " + count + " hops")
              + language;
      default ->
          batch
              ? "make " + count + " blinded paths at once"
              : "make a blinded path of " + count + " hops";
    };
  }
}
