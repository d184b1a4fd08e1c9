package org.nightjar.async.recipient;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Messages;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;

/** Messages over paths that others gave. */
final class Outbox {
  private Outbox() {}

  /**
   * A message.
   *
   * @return nothing, if none can be sent over the path
   */
  static List<Effect> send(
      Environment environment,
      BlindedPath path,
      TlvRecord content,
      @Nullable BlindedPath replyPath) {
    return Messages.toPath(environment, path, content, replyPath).stream()
        .map(Effect.class::cast)
        .toList();
  }
}
