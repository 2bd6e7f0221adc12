package io.sudog.bench;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the results into a folder. */
final class Output {
  private static final String CSV = "results.csv";
  private static final String PAGE = "results.html";

  private final Path folder;

  Output(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder, so that nobody measures for an hour and cannot write then.
   *
   * @throws IOException when that is impossible
   */
  void prepare() throws IOException {
    Files.createDirectories(folder);
    if (!Files.isWritable(folder)) {
      throw new IOException("cannot write into " + folder);
    }
  }

  /**
   * Writes both files.
   *
   * @return what was written, or why not, a line each
   * @throws IOException when the disk does not take it
   */
  List<String> write(
      List<Row> rows, Map<String, String> facts, Map<String, String> versions, List<String> notes)
      throws IOException {
    List<String> peers = List.copyOf(versions.keySet());
    List<String> said = new ArrayList<>();
    Path csv = folder.resolve(CSV);
    CsvReport.write(rows, peers, csv);
    said.add("wrote " + csv);
    String missing = missingFonts();
    if (missing.isEmpty()) {
      Path page = folder.resolve(PAGE);
      Files.writeString(page, new Page(rows, peers).render(facts, versions, notes));
      said.add("wrote " + page);
    } else {
      said.add(missing);
    }
    return said;
  }

  /** Without fonts the JDK cannot tell how long a label is, and fails in many ways. */
  private static String missingFonts() {
    try {
      FontRenderContext context = new FontRenderContext(null, true, true);
      new Font(Font.SANS_SERIF, Font.PLAIN, 10).getStringBounds("x", context);
      return "";
    } catch (RuntimeException | Error e) {
      return "no page: the JDK finds no fonts (on Debian: apt-get install fontconfig"
          + " fonts-dejavu-core): "
          + e;
    }
  }
}
