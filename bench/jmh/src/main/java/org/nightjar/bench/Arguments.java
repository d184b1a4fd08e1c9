package org.nightjar.bench;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a comparison is asked to do.
 *
 * @param quick in minutes rather than ten
 * @param json print figures rather than a table
 * @param aarch64 count instructions under emulation too
 * @param report where the page goes, if not beside the result
 * @param from results to report on, in place of a measurement
 */
record Arguments(
    boolean quick, boolean json, boolean aarch64, Optional<Path> report, List<Path> from) {

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with what is wrong, for people
   */
  static Arguments parse(List<String> words) {
    boolean quick = false;
    boolean json = false;
    boolean aarch64 = false;
    Optional<Path> report = Optional.empty();
    List<Path> from = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "--quick" -> quick = true;
        case "--json" -> json = true;
        case "--aarch64" -> aarch64 = true;
        case "--report" -> report = Optional.of(file(words, i++));
        case "--from" -> from.add(file(words, i++));
        default -> throw new IllegalArgumentException("unknown argument " + words.get(i));
      }
    }
    if (!from.isEmpty() && (quick || json || aarch64)) {
      throw new IllegalArgumentException("--from measures nothing: it goes with --report alone");
    }
    if (!from.isEmpty() && report.isEmpty()) {
      throw new IllegalArgumentException("--from needs --report FILE, where the page goes");
    }
    return new Arguments(quick, json, aarch64, report, List.copyOf(from));
  }

  private static Path file(List<String> words, int option) {
    if (option + 1 == words.size() || words.get(option + 1).startsWith("--")) {
      throw new IllegalArgumentException(words.get(option) + " needs the name of a file");
    }
    try {
      return Path.of(words.get(option + 1));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(words.get(option) + ": " + e.getMessage());
    }
  }
}
