package org.nightjar.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How wide the terminal is. */
public final class TerminalWidth {
  private static final int NARROWEST = 60;
  private static final int WIDEST = 160;
  private static final long PATIENCE_MILLIS = 500;

  private TerminalWidth() {}

  /**
   * Columns of the terminal of this process, within reason; {@link Terminal#WIDTH} if it has none.
   */
  public static int here() {
    if (System.console() == null) {
      return Terminal.WIDTH;
    }
    int columns = number(String.valueOf(System.getenv("COLUMNS")));
    columns = columns > 0 ? columns : ofTty();
    return columns > 0 ? Math.max(NARROWEST, Math.min(WIDEST, columns)) : Terminal.WIDTH;
  }

  private static int ofTty() {
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        stty.destroy();
        return 0;
      }
      byte[] answer = stty.getInputStream().readAllBytes();
      String[] rowsAndColumns = new String(answer, StandardCharsets.US_ASCII).strip().split(" ");
      return number(rowsAndColumns[rowsAndColumns.length - 1]);
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
  }
}
