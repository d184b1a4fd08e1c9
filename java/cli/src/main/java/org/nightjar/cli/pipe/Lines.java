package org.nightjar.cli.pipe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Splits bytes into lines. A line over the limit is skipped whole, so what follows is read as if it
 * had not been there.
 */
final class Lines {
  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;

  /**
   * @param limit the longest line in bytes, without its end
   */
  Lines(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** One line without its end; empty when it was {@code tooLong}. */
  record Line(byte[] bytes, boolean tooLong) {}

  /** The next line, or null at the end. The last line needs no end of its own. */
  @Nullable Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    boolean any = false;
    while (from < to || fill()) {
      any = true;
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      tooLong |= line.size() + (end - from) > limit;
      if (tooLong) {
        line.reset();
      } else {
        line.write(buffer, from, end - from);
      }
      from = end + 1;
      if (end < to) {
        return new Line(line.toByteArray(), tooLong);
      }
    }
    return any ? new Line(line.toByteArray(), tooLong) : null;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }
}
