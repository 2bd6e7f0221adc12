package io.sudog.bench;

import io.sudog.bench.peer.Gc;
import io.sudog.bench.peer.GoPeer;
import io.sudog.bench.peer.JdkPeer;
import io.sudog.bench.peer.JvmOptions;
import io.sudog.bench.peer.NettyPeer;
import io.sudog.bench.peer.Peer;
import io.sudog.bench.peer.PeerMissingException;
import io.sudog.bench.peer.Settings;
import io.sudog.bench.peer.SudogPeer;
import io.sudog.bench.workload.TimedLoop.NanosConverter;
import io.sudog.bench.workload.Workload;
import io.sudog.bench.workload.Workloads;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
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
    description = "Runs workloads on Sudog and on its peers, alternating, and prints a table.",
    sortOptions = false,
    usageHelpAutoWidth = true,
    subcommands = JmhCommand.class)
public final class Main implements Callable<Integer> {
  private static final int FAILURE = 1;

  @Parameters(
      paramLabel = "WORKLOAD",
      description = "what to run, upper or lower case; default: all")
  private List<String> workloadNames = new ArrayList<>();

  @Option(names = "--list", description = "list the workloads and end")
  private boolean list;

  @Option(
      names = "--peers",
      split = ",",
      defaultValue = "go,netty-nio,netty-epoll,jdk",
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
      out.flush();
      return CommandLine.ExitCode.OK;
    }
    List<Workload> workloads = workloads();
    checkNumbers();
    List<String> skipped = new ArrayList<>();
    List<Peer> asked =
        peers().stream().filter(peer -> workloads.stream().anyMatch(peer::runs)).toList();
    Map<Peer, String> peers = prepare(asked, skipped);
    skipped.forEach(err::println);
    err.flush();
    List<String> names = peers.keySet().stream().map(Peer::name).toList();
    Runner runner = new Runner(List.copyOf(peers.keySet()), settings(), rounds, maxOtherCores, err);
    List<Row> rows = runner.run(workloads, List.copyOf(processors));
    peers.forEach((peer, version) -> out.println(peer.name() + ": " + version));
    skipped.forEach(out::println);
    out.println();
    out.println(new Report(names).table(rows));
    out.flush();
    boolean failed = rows.stream().anyMatch(row -> names.stream().anyMatch(row::hasFailed));
    return failed ? FAILURE : CommandLine.ExitCode.OK;
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

  private List<Workload> workloads() {
    return workloadNames.isEmpty()
        ? Workloads.all()
        : workloadNames.stream().map(this::workload).distinct().toList();
  }

  private Workload workload(String name) {
    return Workloads.find(name)
        .orElseThrow(
            () ->
                usage(
                    "there is no workload "
                        + name
                        + ". Did you mean "
                        + nearest(name)
                        + "? --list shows them all"));
  }

  private static String nearest(String name) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String typed = name.toLowerCase(Locale.ROOT);
    return Workloads.all().stream()
        .map(Workload::name)
        .min(Comparator.comparing(known -> distance.apply(typed, known.toLowerCase(Locale.ROOT))))
        .orElseThrow();
  }

  /** Sudog first: ratios are Sudog's time over the other's. */
  private List<Peer> peers() {
    Map<String, Peer> known =
        Stream.of(
                new GoPeer(workFolder().resolve("go")),
                NettyPeer.nio(),
                NettyPeer.epoll(),
                new JdkPeer())
            .collect(
                Collectors.toMap(Peer::name, peer -> peer, (one, _) -> one, LinkedHashMap::new));
    List<Peer> peers = new ArrayList<>(List.of(new SudogPeer()));
    for (String name : peerNames) {
      Peer peer = known.get(name);
      if (peer != null) {
        peers.add(peer);
      } else if (!name.equals("none")) {
        throw usage("there is no peer " + name + "; known: " + String.join(", ", known.keySet()));
      }
    }
    return peers;
  }

  /** The peers that can run, each with what it says about itself. */
  private static Map<Peer, String> prepare(List<Peer> peers, List<String> skipped)
      throws InterruptedException {
    Map<Peer, String> prepared = new LinkedHashMap<>();
    for (Peer peer : peers) {
      try {
        prepared.put(peer, peer.prepare());
      } catch (PeerMissingException e) {
        skipped.add("skipped " + peer.name() + ": " + e.getMessage());
      }
    }
    return prepared;
  }

  /** Where peers are compiled: beside the classes while they lie in a build's folder. */
  private static Path workFolder() {
    try {
      Path code = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path target = code.getParent();
      if (target != null && target.endsWith("target") && Files.isWritable(target)) {
        return target.resolve("peers");
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return Path.of(
        System.getProperty("java.io.tmpdir"), "sudog-bench-" + System.getProperty("user.name"));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
