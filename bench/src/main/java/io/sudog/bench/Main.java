package io.sudog.bench;

import io.sudog.bench.peer.Gc;
import io.sudog.bench.peer.JvmOptions;
import io.sudog.bench.peer.Peer;
import io.sudog.bench.peer.Settings;
import io.sudog.bench.workload.Growth;
import io.sudog.bench.workload.TimedLoop.NanosConverter;
import io.sudog.bench.workload.Workload;
import io.sudog.bench.workload.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./sudog bench}: measures and prints the table. */
@Command(
    name = "sudog bench",
    description =
        "Runs workloads on Sudog and on its peers, alternating, and prints a table; writes it as CSV and as a page with charts.",
    sortOptions = false,
    usageHelpAutoWidth = true,
    subcommands = JmhCommand.class)
public final class Main implements Callable<Integer> {
  private static final int FAILURE = 1;

  @Parameters(
      paramLabel = "WORKLOAD",
      description =
          "what to run, upper or lower case; default: all but growth, which stands for all"
              + " workloads that show how costs grow with goroutines, channels, cases of a select,"
              + " timers and processors")
  private List<String> workloadNames = new ArrayList<>();

  @Option(names = "--list", description = "list the workloads and end")
  private boolean list;

  @Option(
      names = "--peers",
      split = ",",
      defaultValue = "go,kotlin,jox,jdk,netty-nio,netty-epoll",
      description =
          "whom to compare with, each in what it has a program for: ${DEFAULT-VALUE}; none means"
              + " nobody")
  private Set<String> peerNames = new LinkedHashSet<>();

  @Option(
      names = "--procs",
      split = ",",
      defaultValue = "1,2",
      description = "numbers of processors (GOMAXPROCS); default: ${DEFAULT-VALUE}")
  private Set<Integer> processors = new LinkedHashSet<>();

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "processes per peer and row; default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--time",
      defaultValue = "1s",
      converter = NanosConverter.class,
      description = "how long the measured run of a process lasts; default: ${DEFAULT-VALUE}")
  private Duration time = Duration.ZERO;

  @Option(
      names = "--warmup",
      defaultValue = "3s",
      converter = NanosConverter.class,
      description = "how long a JVM warms up before; default: ${DEFAULT-VALUE}")
  private Duration warmup = Duration.ZERO;

  @Option(
      names = "--timeout",
      defaultValue = "120s",
      converter = NanosConverter.class,
      description = "when a process is given up; default: ${DEFAULT-VALUE}")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--goroutines",
      defaultValue = "1000000",
      description = "how many ParkedMemory parks; default: ${DEFAULT-VALUE}")
  private int goroutines;

  @Option(
      names = "--idle",
      defaultValue = "20000",
      description =
          "how many connections EchoIdle opens that say nothing; default: ${DEFAULT-VALUE}")
  private int idleConnections;

  @Option(
      names = "--gc",
      defaultValue = "PARALLEL",
      description = "collector of the timed JVMs: ${COMPLETION-CANDIDATES}")
  private Gc gc = Gc.PARALLEL;

  @Option(
      names = "--heap",
      defaultValue = JvmOptions.HEAP,
      description = "fixed heap of the timed JVMs; default: ${DEFAULT-VALUE}")
  private String heap = JvmOptions.HEAP;

  @Option(
      names = "--jvm-option",
      paramLabel = "OPTION",
      description = "one more option for every JVM that measures, may be repeated")
  private List<String> jvmOptions = new ArrayList<>();

  @Option(
      names = "--max-load",
      paramLabel = "CORES",
      defaultValue = "0.1",
      description =
          "rounds in which other processes used more are dropped and repeated, at most as often"
              + " again; default: ${DEFAULT-VALUE}")
  private double maxOtherCores;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "bench-report",
      description =
          "where results.csv and the page results.html go, over those there; default:"
              + " ${DEFAULT-VALUE}")
  private Path folder = Path.of("");

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

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (list) {
      for (Workload workload : Workloads.all()) {
        out.printf("%-25s %s%n", workload.name(), workload.description());
      }
      for (Workload workload : Growth.all()) {
        out.printf("%-25s %s%n", workload.name(), workload.description());
      }
      out.flush();
      return CommandLine.ExitCode.OK;
    }
    List<Workload> workloads = parsed(() -> Selection.of(workloadNames));
    checkNumbers();
    List<Peer> named = parsed(() -> Peers.named(peerNames));
    Output output = new Output(folder);
    try {
      output.prepare();
      return measure(workloads, named, output, out, err);
    } catch (IOException e) {
      throw usage("--out=" + folder + ": " + e);
    }
  }

  private int measure(
      List<Workload> workloads, List<Peer> named, Output output, PrintWriter out, PrintWriter err)
      throws InterruptedException, IOException {
    List<String> skipped = new ArrayList<>();
    List<Peer> asked =
        named.stream().filter(peer -> workloads.stream().anyMatch(peer::runs)).toList();
    Map<Peer, String> peers = Peers.prepare(asked, skipped);
    skipped.forEach(err::println);
    err.flush();
    Runner runner = new Runner(List.copyOf(peers.keySet()), settings(), rounds, maxOtherCores, err);
    List<Row> rows = runner.run(workloads, List.copyOf(processors));
    Map<String, String> versions = new LinkedHashMap<>();
    peers.forEach((peer, version) -> versions.put(peer.name(), version));
    versions.forEach((name, version) -> out.println(name + ": " + version));
    List<String> names = List.copyOf(versions.keySet());
    List<String> notes = new ArrayList<>(skipped);
    notes.addAll(Peers.gaps(named, workloads));
    notes.forEach(out::println);
    out.println();
    out.println(new Report(names).table(rows));
    notes.addAll(Report.notes(rows));
    output
        .write(rows, Environment.describe(settings(), rounds), versions, notes)
        .forEach(out::println);
    out.flush();
    boolean failed = rows.stream().anyMatch(row -> names.stream().anyMatch(row::hasFailed));
    return failed ? FAILURE : CommandLine.ExitCode.OK;
  }

  private <T> T parsed(Supplier<T> choice) {
    try {
      return choice.get();
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private Settings settings() {
    return new Settings(time, warmup, goroutines, idleConnections, gc, heap, jvmOptions, timeout);
  }

  private void checkNumbers() {
    processors.forEach(p -> check(p >= 1, "--procs", p, "is below 1"));
    check(rounds >= 1, "--rounds", rounds, "is below 1");
    check(goroutines >= 1, "--goroutines", goroutines, "is below 1");
    check(idleConnections >= 1, "--idle", idleConnections, "is below 1");
    check(!time.isZero(), "--time", time, "is no time to measure in");
    check(!timeout.isZero(), "--timeout", timeout, "leaves no time");
  }

  private void check(boolean good, String option, Object value, String otherwise) {
    if (!good) {
      throw usage(option + "=" + value + " " + otherwise);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
