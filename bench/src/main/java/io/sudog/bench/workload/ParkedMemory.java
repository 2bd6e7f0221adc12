package io.sudog.bench.workload;

import io.sudog.bench.machine.ResidentMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/* Nothing is warmed up: whatever the process grows by after its scheduler stands, code and metadata
 * of the JVM included, is counted as the goroutines'. A million of them make that negligible, a
 * thousand do not. */

/**
 * The program of a child process that parks many goroutines on one channel and tells what each
 * takes.
 */
@Command(name = "parked-memory", mixinStandardHelpOptions = true)
public final class ParkedMemory implements Callable<Integer> {
  private static final Duration TO_PARK = Duration.ofMillis(1);

  @Option(names = "--goroutines", defaultValue = "1000000")
  private int goroutines;

  @Option(names = "--library", defaultValue = "io.sudog.bench.workload.SudogLibrary")
  private String library = "";

  @Option(names = "--procs", defaultValue = "1")
  private int processors;

  /** For picocli. */
  ParkedMemory() {}

  /**
   * Runs the program.
   *
   * @param args the options
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ParkedMemory()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    try (Library opened = Libraries.open(library, processors)) {
      System.out.println(measure(opened, goroutines, processors).format());
    }
    return 0;
  }

  /**
   * Parks goroutines, or what a library has for them, and wakes them.
   *
   * @param library whose
   * @param goroutines how many
   * @param processors what the library was opened with
   * @return the result
   * @throws Exception when it failed
   */
  public static BenchmarkLine measure(Library library, int goroutines, int processors)
      throws Exception {
    Map<String, Double> metrics = new LinkedHashMap<>();
    AtomicInteger started = new AtomicInteger();
    System.gc();
    long rss = residentBytes();
    long live = liveBytes();

    long start = System.nanoTime();
    Library.Parked parked = library.park(goroutines, started);
    while (started.get() < goroutines) {
      Thread.sleep(TO_PARK);
    }
    Thread.sleep(TO_PARK); // for those that have counted themselves and not parked yet
    double parkNanos = System.nanoTime() - start;

    metrics.put("rss-B/goroutine", (residentBytes() - rss) / (double) goroutines);
    System.gc();
    metrics.put("gc-rss-B/goroutine", (residentBytes() - rss) / (double) goroutines);
    metrics.put("live-B/goroutine", (liveBytes() - live) / (double) goroutines);

    start = System.nanoTime();
    parked.wakeAndAwait();
    metrics.put("park-ns/goroutine", parkNanos / goroutines);
    metrics.put("wake-ns/goroutine", (System.nanoTime() - start) / (double) goroutines);
    return new BenchmarkLine("ParkedMemory", processors, goroutines, metrics);
  }

  private static long liveBytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long residentBytes() throws IOException {
    return ResidentMemory.bytes(ProcessHandle.current().pid());
  }
}
