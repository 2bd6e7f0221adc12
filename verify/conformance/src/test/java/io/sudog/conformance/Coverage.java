package io.sudog.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What docs/CONFORMANCE.md asks for, against what tests covered.
 *
 * @param behaviours all ids of the document
 * @param excused the ids in its table of those that are not covered, with the reason
 * @param covered the ids that tests covered
 */
record Coverage(
    SortedSet<String> behaviours, SortedMap<String, String> excused, SortedSet<String> covered) {
  private static final Pattern BEHAVIOUR = Pattern.compile("- ([A-Z]\\d\\d) .*");
  private static final Pattern EXCUSE = Pattern.compile("\\| ([A-Z]\\d\\d) \\| (.*\\S) +\\|");

  /** Reads the document. */
  static Coverage of(List<String> document, SortedSet<String> covered) {
    SortedSet<String> behaviours = new TreeSet<>();
    SortedMap<String, String> excused = new TreeMap<>();
    for (String line : document) {
      Matcher behaviour = BEHAVIOUR.matcher(line);
      Matcher excuse = EXCUSE.matcher(line);
      if (behaviour.matches() && !behaviours.add(behaviour.group(1))) {
        throw new IllegalArgumentException("an id given twice: " + line);
      }
      if (excuse.matches() && excused.put(excuse.group(1), excuse.group(2)) != null) {
        throw new IllegalArgumentException("an id excused twice: " + line);
      }
    }
    return new Coverage(behaviours, excused, covered);
  }

  /** Those of the optional part begin with Q and are not counted. */
  private static long counted(SortedSet<String> ids) {
    return ids.stream().filter(id -> !id.startsWith("Q")).count();
  }

  /** What is wrong, a line each; empty if nothing is. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (String id : behaviours) {
      if (!covered.contains(id) && !excused.containsKey(id)) {
        faults.add(id + " is neither covered by a test that passed nor listed as not covered");
      }
      if (covered.contains(id) && excused.containsKey(id)) {
        faults.add(id + " is listed as not covered, and a test covers it");
      }
    }
    for (String id : covered) {
      if (!behaviours.contains(id)) {
        faults.add(id + " begins a test's name and is no known behaviour");
      }
    }
    for (String id : excused.keySet()) {
      if (!behaviours.contains(id)) {
        faults.add(id + " is listed as not covered and is no known behaviour");
      }
    }
    return Collections.unmodifiableList(faults);
  }

  /** The report, for people. */
  List<String> report() {
    SortedSet<String> known = new TreeSet<>(covered);
    known.retainAll(behaviours);
    List<String> lines = new ArrayList<>();
    lines.add(
        "Conformance: " + counted(known) + " of " + counted(behaviours) + " behaviours covered");
    lines.add("Not covered:");
    excused.forEach((id, why) -> lines.add("  " + id + " " + why));
    for (String fault : faults()) {
      lines.add("WRONG: " + fault);
    }
    return lines;
  }
}
