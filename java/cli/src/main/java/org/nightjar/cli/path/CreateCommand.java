package org.nightjar.cli.path;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.PathHop;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.cli.BlindedPathJson;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.Subcommand;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.PathPadding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "create",
    description = {
      "Create a blinded path for onion messages and print it in hexadecimal.",
      HexBytes.HELP
    })
final class CreateCommand extends Subcommand {
  @Option(
      names = "--node",
      required = true,
      paramLabel = "PUBKEY",
      description = "A node; once per node, the introduction node first and the recipient last.")
  private List<PublicKey> nodes;

  @Option(
      names = "--path-id",
      paramLabel = "HEX",
      description = "What the recipient shall recognise the path by.")
  private @Nullable HexBytes pathId;

  @Option(
      names = "--dummies",
      paramLabel = "COUNT",
      defaultValue = "0",
      description = "Dummy hops behind the recipient, which hide the length (default: 0).")
  private int dummies;

  @Option(
      names = "--session-key",
      paramLabel = "HEX",
      description = "32 bytes, fresh for every path (default: random).")
  private @Nullable SecretKey sessionKey;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    if (dummies < 0) {
      throw new IllegalArgumentException("--dummies is 0 or more, not " + dummies);
    }
    List<PublicKey> all = new ArrayList<>(nodes);
    all.addAll(Collections.nCopies(dummies, nodes.get(nodes.size() - 1)));
    BlindedPath path;
    try (SecretKey key = orFresh(sessionKey)) {
      path = BlindedPath.of(all.get(0), nightjar.blindedPaths().create(key, hops(all)));
    }
    if (json()) {
      print(BlindedPathJson.of(path));
    } else {
      out().println(HexFormat.of().formatHex(path.encode()));
    }
    return DONE;
  }

  private List<PathHop> hops(List<PublicKey> all) {
    List<EncryptedData> data = new ArrayList<>();
    for (PublicKey next : all.subList(1, all.size())) {
      data.add(EncryptedData.builder().nextNodeId(next).build());
    }
    EncryptedData.Builder last = EncryptedData.builder();
    data.add((pathId == null ? last : last.pathId(pathId.bytes())).build());
    List<EncryptedData> padded = PathPadding.padAll(data);
    List<PathHop> hops = new ArrayList<>();
    for (int i = 0; i < padded.size(); i++) {
      hops.add(PathHop.of(all.get(i), padded.get(i).encode()));
    }
    return hops;
  }
}
