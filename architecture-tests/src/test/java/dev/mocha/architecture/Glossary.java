package dev.mocha.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The glossary: groups of entries, each with a term, its meaning and the class that is it. */
record Glossary(String text) {

  private static final String HEAD = "| term | meaning | class |";
  private static final Pattern ROW = Pattern.compile("\\|([^|]*)\\|([^|]*)\\|([^|]*)\\|");
  private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*(?:\\.[A-Z]\\w*)?)`");

  /**
   * What is wrong with it.
   *
   * @param declares whether the repository has a class of this simple name
   */
  List<String> faults(Predicate<String> declares) {
    var faults = new ArrayList<String>();
    var terms = new TreeSet<String>();
    String before = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("#")) {
        before = "";
      } else if (line.startsWith("|") && !line.equals(HEAD) && !line.startsWith("|---")) {
        Matcher row = ROW.matcher(line);
        if (!row.matches()) {
          faults.add("not a row of three cells: " + line);
          continue;
        }
        String term = row.group(1).strip();
        faults.addAll(
            faultsOf(term, row.group(2).strip(), row.group(3).strip(), declares, terms, before));
        before = term;
      }
    }
    if (terms.isEmpty()) {
      faults.add("there are no entries below '" + HEAD + "'");
    }
    return faults;
  }

  private static List<String> faultsOf(
      String term,
      String meaning,
      String type,
      Predicate<String> declares,
      Set<String> terms,
      String before) {
    var faults = new ArrayList<String>();
    if (!terms.add(term.toLowerCase(Locale.ROOT))) {
      faults.add("'%s' has two entries".formatted(term));
    }
    if (meaning.isEmpty()) {
      faults.add("'%s' has no meaning".formatted(term));
    }
    if (String.CASE_INSENSITIVE_ORDER.compare(term, before) < 0) {
      faults.add("'%s' comes after '%s'; sort the group".formatted(term, before));
    }
    Matcher name = CLASS.matcher(type);
    if (!type.isEmpty() && !name.matches()) {
      faults.add("'%s' names no class in backticks but '%s'".formatted(term, type));
    } else if (!type.isEmpty() && !declares.test(name.group(1))) {
      faults.add("'%s' names %s, but no class is called that".formatted(term, name.group(1)));
    }
    return faults;
  }
}
