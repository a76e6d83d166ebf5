package dev.mocha.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Words that are not used any more, because the field has one of its own. They are found in prose
 * and in identifiers: {@code putOff}, {@code put_off} and {@code put-off} are "put off".
 */
record RetiredWords(List<Word> words) {

  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_-]");

  /**
   * A retired word.
   *
   * @param pattern a regular expression for whole words, in lower case
   * @param instead what to say
   * @param allowed paths below the project's folder, or beginnings of them, that may use it
   */
  record Word(String pattern, String instead, List<String> allowed) {

    private boolean isAllowedIn(String file) {
      return allowed.stream().anyMatch(file::startsWith);
    }
  }

  /** Reads a list: {@code pattern ; instead ; allowed paths}, a word a line. */
  static RetiredWords parse(String list) {
    return new RetiredWords(
        list.lines()
            .map(String::strip)
            .filter(it -> !it.isEmpty() && !it.startsWith("#"))
            .map(it -> word(it.split(" *; *", -1)))
            .toList());
  }

  private static Word word(String[] cells) {
    return new Word(
        cells[0],
        cells[1],
        Stream.of(cells)
            .skip(2)
            .flatMap(it -> Stream.of(it.split(" +")))
            .filter(it -> !it.isEmpty())
            .toList());
  }

  /** The retired words of a text: each with its count, the first line, and what to say instead. */
  List<String> faults(Path file, String text) {
    List<String> lines = text.lines().map(RetiredWords::words).toList();
    var faults = new ArrayList<String>();
    for (Word word : words) {
      Pattern pattern =
          Pattern.compile("\\b(?:" + word.pattern() + ")\\b", Pattern.CASE_INSENSITIVE);
      List<Integer> found = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        if (pattern.matcher(lines.get(i)).find()) {
          found.add(i + 1);
        }
      }
      if (!found.isEmpty() && !word.isAllowedIn(file.toString())) {
        faults.add(
            "%s:%d: '%s' in %d lines, say: %s"
                .formatted(file, found.getFirst(), word.pattern(), found.size(), word.instead()));
      }
    }
    return faults;
  }

  private static String words(String line) {
    return BETWEEN_WORDS.matcher(line).replaceAll(" ");
  }
}
