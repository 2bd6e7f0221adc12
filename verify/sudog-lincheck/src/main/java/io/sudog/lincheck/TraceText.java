package io.sudog.lincheck;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lincheck's report in the user's own terms: the calls of this module, which stand in its tables
 * between an operation and what that calls, are taken out, and what is below them moves up.
 *
 * <p>Each row of a trace has one cell that is not empty, indented by the depth of the call. A row
 * goes if it is where this module's calls begin, or is one of them and right below one that went.
 */
final class TraceText {
  private static final Pattern BEGIN =
      Pattern.compile(
          "(Suspending\\.(run|call)|Coroutine\\.leave|Continuation#\\d+\\.resumeWith)\\(.*"
              + "|.* at OperationCall\\.\\w+\\(OperationCall\\.java:\\d+\\)");
  private static final Pattern INNER =
      Pattern.compile(
          "(Suspending\\.call|OperationCall\\.<init>|Object\\.<init>|(Continuation#\\d+\\.)?goOn"
              + "|waiter\\.step|Coroutine\\.(goOn|leave)|SWITCH\\.(run|leave)|body|operation\\.(run|call)"
              + "|waiter\\.outcome|OperationCall\\.resume|caller\\.resumeWith)\\(.*"
              + "|(ended = |call\\.ended ).*");

  // Of each column, the depths of the calls the newest row is in and that were taken out.
  private final List<Deque<Integer>> out = new ArrayList<>();

  private TraceText() {}

  /**
   * Rewrites a report.
   *
   * @param report Lincheck's
   * @return the same without the calls of this module
   */
  static String of(String report) {
    TraceText text = new TraceText();
    return report.lines().filter(text::stays).map(text::moved).collect(Collectors.joining("\n"));
  }

  private boolean stays(String line) {
    List<String> cells = cells(line);
    if (cells.isEmpty()) {
      out.clear();
      return true;
    }
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      if (cell.isBlank()) {
        continue;
      }
      Deque<Integer> gone = gone(column);
      int depth = depth(cell);
      while (!gone.isEmpty() && gone.peek() >= depth) {
        gone.pop();
      }
      String call = cell.strip();
      boolean below = !gone.isEmpty() && gone.peek() == depth - 2;
      if (BEGIN.matcher(call).matches() || (below && INNER.matcher(call).matches())) {
        gone.push(depth);
        return false;
      }
    }
    return true;
  }

  /** To be called of a row that stays, right after it was found to. */
  private String moved(String line) {
    List<String> cells = cells(line);
    if (cells.isEmpty()) {
      return line;
    }
    StringBuilder row = new StringBuilder("|");
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      int up = cell.isBlank() ? 0 : 2 * gone(column).size();
      row.append(cell.substring(up)).append(" ".repeat(up)).append('|');
    }
    return row.toString();
  }

  /** The cells between the bars of a row; none when it is no row of a table, or a rule. */
  private static List<String> cells(String line) {
    if (!line.startsWith("| ") || !line.endsWith(" |") || line.startsWith("| ---")) {
      return List.of();
    }
    return List.of(line.substring(1, line.length() - 1).split("\\|", -1));
  }

  private static int depth(String cell) {
    return cell.length() - cell.stripLeading().length();
  }

  private Deque<Integer> gone(int column) {
    while (out.size() <= column) {
      out.add(new ArrayDeque<>());
    }
    return out.get(column);
  }
}
