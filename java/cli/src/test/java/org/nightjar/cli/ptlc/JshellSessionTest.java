package org.nightjar.cli.ptlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import jdk.jshell.tool.JavaShellToolBuilder;
import org.junit.jupiter.api.Test;

/** The session of docs/lab runs from its first line to its last. */
class JshellSessionTest {
  @Test
  void theSessionEndsWithWhatItPromises() throws Exception {
    Path script = Path.of("docs/lab/ptlc.jsh");
    if (!Files.exists(script)) {
      script = Path.of("../..").resolve(script);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    JavaShellToolBuilder.builder()
        .in(new ByteArrayInputStream(new byte[0]), null)
        .out(printed)
        .err(printed)
        .persistence(new HashMap<>())
        .start("--class-path", classPath, script.toString());
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("ERR_INDEX_USED", "valid = true", "extracted = true", "Experimental")
        .doesNotContain("|  Error", "Exception", "valid = false");
  }
}
