package org.nightjar.testkit.async;

import java.util.List;
import java.util.stream.Stream;

/** The captured runs of LDK: number, network, amount, outcome. */
final class LdkFlows {
  /** Payments of static invoices. */
  private static final List<String> ASYNC =
      List.of(
          "01-e2e4-5000-claim",
          "03-e2e4-123456-claim",
          "06-e2e4-5000-fail",
          "07-lsp3-10000-claim",
          "09-lsp3-65536-fail",
          "10-chain5-77000-claim",
          "12-chain5-300000-fail",
          "13-mpp4-120000000-claim",
          "16-one4-4096-claim",
          "25-e2e4-8888-claim-fwd");

  /** Keysend over clear hops. */
  private static final List<String> PLAIN =
      List.of("19-plain4-40000-claim", "20-plain4-40000-fail", "22-plain6-60000-fail");

  private LdkFlows() {}

  /** For a test's {@code MethodSource}. */
  static Stream<String> async() {
    return ASYNC.stream();
  }

  /** For a test's {@code MethodSource}. */
  static Stream<String> all() {
    return Stream.concat(ASYNC.stream(), PLAIN.stream()).sorted();
  }

  /** Among the vectors. */
  static String file(String flow) {
    return "ldk/flow-" + flow + ".jsonl.gz";
  }
}
