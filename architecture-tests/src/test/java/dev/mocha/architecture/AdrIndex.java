package dev.mocha.architecture;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The list of decisions: each by a link to its file and, on the same line, its title. */
record AdrIndex(String text) {

  private static final Pattern LINK = Pattern.compile("\\]\\((?:\\./)?(\\d{4}[^)#/]*\\.md)\\)");

  /** Where the list and the decisions differ. */
  List<String> faults(List<Adr> adrs) {
    var faults = new ArrayList<String>();
    for (Adr adr : adrs) {
      List<String> lines = text.lines().filter(it -> linksIn(it).contains(adr.file())).toList();
      if (lines.isEmpty()) {
        faults.add("README.md: no link to " + adr.file());
      } else if (lines.stream().noneMatch(it -> it.contains(adr.title()))) {
        faults.add(
            "README.md: the line that links to %s lacks its title '%s'"
                .formatted(adr.file(), adr.title()));
      }
    }
    Set<String> files = adrs.stream().map(Adr::file).collect(toSet());
    linksIn(text).stream()
        .filter(it -> !files.contains(it))
        .map(it -> "README.md: a link to " + it + ", which does not exist")
        .forEach(faults::add);
    return faults;
  }

  private static List<String> linksIn(String text) {
    return LINK.matcher(text).results().map(it -> it.group(1)).distinct().toList();
  }
}
