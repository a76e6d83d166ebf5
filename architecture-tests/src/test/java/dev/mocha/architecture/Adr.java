package dev.mocha.architecture;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A decision as it is written down.
 *
 * @param file its name, as in {@code 0012-modules-are-the-boundaries.md}
 */
record Adr(String file, String text) {

  /** The most words: a decision fits on a screen. */
  static final int MOST_WORDS = 350;

  private static final List<String> SECTIONS =
      List.of("Context", "Decision", "Consequences", "Rejected", "Confirmation");

  private static final Pattern FILE = Pattern.compile("\\d{4}(-[a-z0-9]+)+\\.md");
  private static final Pattern STATUS_LINE =
      Pattern.compile("(\\S+) · Status: (accepted|superseded by (\\d{4})) · Touches: \\S.*");
  private static final Pattern SECTION = Pattern.compile("^## (.*)$", Pattern.MULTILINE);
  private static final Pattern IN_BACKTICKS = Pattern.compile("`([^`]+)`");
  private static final Pattern NAME =
      Pattern.compile("([A-Z]\\w*)(?:\\.([A-Za-z_]\\w*))?(?:\\(\\))?");
  private static final Pattern CHECKING = Pattern.compile(".*(Test|IT|Rules)");
  private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]+");

  /** Whether an ADR goes by this file name. */
  static boolean isNamed(String file) {
    return !file.equals("README.md");
  }

  /** The four digits. */
  String number() {
    return file.substring(0, Math.min(4, file.length()));
  }

  /** The claim; empty where the first line is none. */
  String title() {
    String start = "# " + number() + ". ";
    String line = line(0);
    return line.startsWith(start) ? line.substring(start.length()).strip() : "";
  }

  /**
   * What is wrong with it.
   *
   * @param numbers of all ADRs
   * @param declares whether the repository has a class of this name, and in it, unless it is empty,
   *     this member
   */
  List<String> faults(Set<String> numbers, BiPredicate<String, String> declares) {
    var faults = new ArrayList<String>();
    if (!FILE.matcher(file).matches()) {
      faults.add("the file's name is not of the form NNNN-claim-in-kebab-case.md");
    }
    if (title().isEmpty()) {
      faults.add("line 1 is not '# %s. <a claim>' but '%s'".formatted(number(), line(0)));
    }
    faults.addAll(faultsOfStatus(numbers));
    faults.addAll(faultsOfSections());
    long words = words();
    if (words > MOST_WORDS) {
      faults.add("it has %d words, at most %d are allowed".formatted(words, MOST_WORDS));
    }
    faults.addAll(faultsOfConfirmation(declares));
    return faults.stream().map(it -> file + ": " + it).toList();
  }

  private List<String> faultsOfStatus(Set<String> numbers) {
    Matcher status = STATUS_LINE.matcher(line(1));
    if (!status.matches()) {
      return List.of(
          "line 2 is not '<date> · Status: accepted | superseded by NNNN · Touches: <modules>' but"
              + " '"
              + line(1)
              + "'");
    }
    var faults = new ArrayList<String>();
    if (!isDate(status.group(1))) {
      faults.add("'" + status.group(1) + "' is no date of the form 2026-01-31");
    }
    String successor = status.group(3);
    if (successor != null && (successor.equals(number()) || !numbers.contains(successor))) {
      faults.add("it is superseded by " + successor + ", which is no other ADR");
    }
    return faults;
  }

  private List<String> faultsOfSections() {
    List<String> found = SECTION.matcher(text).results().map(it -> it.group(1).strip()).toList();
    if (!found.equals(SECTIONS)) {
      return List.of("its sections are %s, not %s".formatted(found, SECTIONS));
    }
    return SECTIONS.stream()
        .filter(it -> section(it).isBlank())
        .map(it -> "section '" + it + "' is empty")
        .toList();
  }

  private List<String> faultsOfConfirmation(BiPredicate<String, String> declares) {
    var faults = new ArrayList<String>();
    for (MatchResult quoted : IN_BACKTICKS.matcher(section("Confirmation")).results().toList()) {
      Matcher name = NAME.matcher(quoted.group(1));
      if (!name.matches()) {
        continue;
      }
      String type = name.group(1);
      String member = name.group(2) == null ? "" : name.group(2);
      boolean checked = CHECKING.matcher(type).matches() || CONSTANT.matcher(member).matches();
      if (checked && !declares.test(type, "")) {
        faults.add(
            "Confirmation names `%s`, but no class is called %s".formatted(quoted.group(1), type));
      } else if (checked && !declares.test(type, member)) {
        faults.add(
            "Confirmation names `%s`, but %s has no %s".formatted(quoted.group(1), type, member));
      }
    }
    return faults;
  }

  private long words() {
    return Arrays.stream(text.split("\\s+"))
        .filter(it -> it.codePoints().anyMatch(Character::isLetterOrDigit))
        .count();
  }

  private String line(int index) {
    return text.lines().skip(index).findFirst().orElse("");
  }

  /** The text below a heading, up to the next heading. */
  private String section(String heading) {
    Matcher section =
        Pattern.compile(
                "^## " + heading + "\\h*$(.*?)(?=^## |\\z)", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(text);
    return section.find() ? section.group(1) : "";
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException wrong) {
      return false;
    }
  }
}
