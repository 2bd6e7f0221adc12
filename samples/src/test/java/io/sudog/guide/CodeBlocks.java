package io.sudog.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The code in a chapter of the guide, each block of which must stand in a source file that the
 * build compiles and tests. The line right above a block names the file:
 *
 * <pre>
 *   &lt;!-- from samples/src/main/java/io/sudog/samples/structures/Permits.java -->
 * </pre>
 *
 * <p>The block's lines must follow each other in the file. Indentation common to all of them, and
 * blanks at their ends, make no difference.
 */
final class CodeBlocks {
  private static final Pattern FENCE = Pattern.compile("\\s*```(\\w*).*");
  private static final Pattern SOURCE = Pattern.compile("<!-- from (\\S+) -->");
  private static final Set<String> CHECKED = Set.of("java", "kotlin");

  private CodeBlocks() {}

  /**
   * Compares a chapter with the sources it names.
   *
   * @param chapter its name, for what is reported
   * @param text its lines
   * @param root where the named paths begin
   * @return what is wrong, a line each; empty when nothing is
   */
  static List<String> faults(String chapter, List<String> text, Path root) throws IOException {
    List<String> faults = new ArrayList<>();
    int i = 0;
    while (i < text.size()) {
      Matcher fence = FENCE.matcher(text.get(i));
      if (!fence.matches()) {
        i++;
        continue;
      }
      int end = i + 1;
      while (end < text.size() && !text.get(end).strip().startsWith("```")) {
        end++;
      }
      if (CHECKED.contains(fence.group(1))) {
        String above = i == 0 ? "" : text.get(i - 1).strip();
        String fault = fault(above, text.subList(i + 1, end), root);
        if (!fault.isEmpty()) {
          faults.add(chapter + ":" + (i + 1) + ": " + fault);
        }
      }
      i = end + 1;
    }
    return faults;
  }

  private static String fault(String above, List<String> block, Path root) throws IOException {
    Matcher source = SOURCE.matcher(above);
    if (!source.matches()) {
      return "no source is named: put <!-- from PATH --> right above the block";
    }
    Path file = root.resolve(source.group(1));
    if (!Files.isRegularFile(file)) {
      return "there is no file " + source.group(1);
    }
    List<String> wanted = outdented(block);
    if (wanted.stream().allMatch(String::isEmpty)) {
      return "the block is empty";
    }
    List<String> lines = Files.readAllLines(file);
    int best = 0;
    for (int start = 0; start < lines.size(); start++) {
      int stop = Math.min(start + wanted.size(), lines.size());
      List<String> candidate = outdented(lines.subList(start, stop));
      if (candidate.equals(wanted)) {
        return "";
      }
      best = Math.max(best, equalLines(candidate, wanted));
    }
    return source.group(1) + " does not have this line there: " + wanted.get(best);
  }

  /** How many lines at the beginning agree. Of two equally long lists that differ, not all do. */
  private static int equalLines(List<String> candidate, List<String> wanted) {
    int n = 0;
    while (n < candidate.size()
        && n < wanted.size() - 1
        && candidate.get(n).equals(wanted.get(n))) {
      n++;
    }
    return n;
  }

  private static List<String> outdented(List<String> lines) {
    int common =
        lines.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    return lines.stream()
        .map(line -> line.isBlank() ? "" : line.substring(common).stripTrailing())
        .toList();
  }
}
