package org.nightjar.cli.demo;

import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays one payment. */
@Command(
    name = "demo",
    description = "See a payment onion built, carried over a route and opened hop by hop.")
public final class DemoCommand extends Subcommand {
  @Option(
      names = "--seed",
      paramLabel = "TEXT",
      description = "Draw keys and secrets from this text, so that the same run can be repeated.")
  private @Nullable String seed;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    Journey journey = new Demo(nightjar, new Entropy(seed)).play();
    if (json()) {
      print(DemoJson.of(journey, nightjar.diagnostics()));
    } else {
      new DemoText(terminal(), journey, nightjar.diagnostics()).print();
    }
    return DONE;
  }
}
