package org.nightjar.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static List<String> read(String text, int limit) throws IOException {
    Lines lines =
        new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), limit);
    List<String> all = new ArrayList<>();
    for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
      all.add(line.tooLong() ? "too long" : new String(line.bytes(), StandardCharsets.US_ASCII));
    }
    return all;
  }

  @Test
  void theLastLineNeedsNoEnd() throws IOException {
    assertThat(read("", 9)).isEmpty();
    assertThat(read("a", 9)).containsExactly("a");
    assertThat(read("a\n", 9)).containsExactly("a");
    assertThat(read("\n\na\nb", 9)).containsExactly("", "", "a", "b");
  }

  @Test
  void aLineOverTheLimitIsSkippedWhole() throws IOException {
    assertThat(read("abc\nabcd\nabc\nabcde", 3))
        .containsExactly("abc", "too long", "abc", "too long");
  }

  @Test
  void linesCrossTheEdgeOfTheBuffer() throws IOException {
    String line = "x".repeat((1 << 16) - 1);
    assertThat(read(line + "\n" + line + "y\nz\n" + line, 1 << 20))
        .containsExactly(line, line + "y", "z", line);
    assertThat(read(line + "yy\nz", 1 << 16)).containsExactly("too long", "z");
  }
}
