package io.sudog.verify.stress;

import com.github.freva.asciitable.AsciiTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./sudog stress}: one JVM for each number of processors and collector, in turn. */
@Command(
    name = "sudog stress",
    description = {
      "Runs random programs over all of Sudog, and checks that no element is lost, doubled or out"
          + " of order, that each program ends, and that it leaves nothing behind.",
      "A failure prints the program's seed, and the command that runs it again. That repeats the"
          + " program, not the order in which the machine ran its parts: it may pass the next time."
    },
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class Main implements Callable<Integer> {
  private static final int FAILURE = 1;
  private static final Duration SILENCE = Duration.ofMinutes(5);

  @Option(
      names = "--minutes",
      defaultValue = "1",
      description = "how long, all JVMs together; default: ${DEFAULT-VALUE}")
  private double minutes;

  @Option(
      names = "--procs",
      split = ",",
      defaultValue = "1,2,3,8",
      description = "numbers of processors (GOMAXPROCS); default: ${DEFAULT-VALUE}")
  private Set<Integer> processors = new LinkedHashSet<>();

  @Option(
      names = "--gc",
      split = ",",
      defaultValue = "serial,parallel,g1,z",
      description = "collectors; default: ${DEFAULT-VALUE}")
  private Set<Gc> collectors = new LinkedHashSet<>();

  @Option(
      names = "--seed",
      description = "run the program of this seed, once in each JVM, instead of new ones")
  private @Nullable Long seed;

  @Option(
      names = "--plain",
      description = "on the JDK's scheduler, as in a JVM without --add-opens")
  private boolean plain;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and end")
  @SuppressWarnings("UnusedVariable") // picocli looks at the annotation
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** For picocli. */
  Main() {}

  /**
   * Runs the program.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false);
  }

  /** A row of the table. */
  private record Row(int processors, Gc gc, long programs, long steps, double seconds, boolean ok) {
    long rate() {
      return seconds > 0 ? Math.round(steps / seconds) : 0;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check(minutes > 0, "--minutes=" + minutes + " is no time");
    processors.forEach(p -> check(p >= 1, "--procs=" + p + " is below 1"));
    PrintWriter out = spec.commandLine().getOut();
    long millis =
        seed != null
            ? 0
            : Math.max(1, (long) (minutes * 60_000 / (processors.size() * collectors.size())));
    long first = seed != null ? seed : System.nanoTime();
    List<Row> rows = new ArrayList<>();
    for (int p : processors) {
      for (Gc gc : collectors) {
        rows.add(run(p, gc, millis, first, out));
        // Each JVM has its own sequence of programs.
        first = seed != null ? seed : first + 1;
      }
    }
    out.println(table(rows));
    out.flush();
    return rows.stream().allMatch(Row::ok) ? CommandLine.ExitCode.OK : FAILURE;
  }

  private void check(boolean good, String otherwise) {
    if (!good) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private static String table(List<Row> rows) {
    String[] head = {"processors", "collector", "programs", "operations", "operations/s", ""};
    String[][] cells =
        rows.stream()
            .map(
                r ->
                    new String[] {
                      String.valueOf(r.processors),
                      r.gc.name().toLowerCase(Locale.ROOT),
                      String.valueOf(r.programs),
                      String.valueOf(r.steps),
                      String.valueOf(r.rate()),
                      r.ok ? "ok" : "FAILED"
                    })
            .toArray(String[][]::new);
    return AsciiTable.getTable(head, cells);
  }

  private List<String> command(int p, Gc gc, long millis, long first) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // With the options this JVM was started with, the user's among them.
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add(gc.option);
    // A queue of JCTools, which the poller has, touches Unsafe while it is initialised.
    command.add("--sun-misc-unsafe-memory-access=allow");
    if (plain) {
      command.add("-Dsudog.plain=true");
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            String.valueOf(p),
            String.valueOf(millis),
            String.valueOf(first)));
    return command;
  }

  private Row run(int p, Gc gc, long millis, long first, PrintWriter out)
      throws IOException, InterruptedException {
    String name = p + " processors, " + gc.name().toLowerCase(Locale.ROOT);
    long start = System.nanoTime();
    Process child =
        new ProcessBuilder(command(p, gc, millis, first)).redirectErrorStream(true).start();
    long programs = 0;
    long steps = 0;
    boolean ok;
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8);
        Silence silence = new Silence(SILENCE, child, out)) {
      String line;
      while ((line = lines.readLine()) != null) {
        silence.broken();
        if (!line.startsWith(Child.MARK)) {
          out.println(line);
          if (line.startsWith(Child.FAILED)) {
            out.printf("again: %s%n", again(p, gc, line.substring(Child.FAILED.length())));
          }
          out.flush();
          continue;
        }
        String numbers = line.substring(Child.MARK.length());
        int blank = numbers.indexOf(' ');
        programs = Long.parseLong(numbers, 0, blank, 10);
        steps = Long.parseLong(numbers, blank + 1, numbers.length(), 10);
        double seconds = seconds(start);
        out.printf(
            Locale.ROOT,
            "%s: %d programs, %.0f operations/s, %.0f s left%n",
            name,
            programs,
            steps / seconds,
            Math.max(0, millis / 1e3 - seconds));
        out.flush();
      }
      ok = child.waitFor() == 0;
    } finally {
      child.destroyForcibly();
    }
    return new Row(p, gc, programs, steps, seconds(start), ok);
  }

  private String again(int p, Gc gc, String failed) {
    return "./sudog stress --seed %s --procs %d --gc %s%s"
        .formatted(failed, p, gc.name().toLowerCase(Locale.ROOT), plain ? " --plain" : "");
  }

  private static double seconds(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3;
  }
}
