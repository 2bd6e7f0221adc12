package io.sudog.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/* /proc/stat counts the processor time of the whole machine, /proc/self/stat that of this process
 * and of its children that have ended. The rest is others': what they used, and what a host took
 * away from its virtual machine (steal). Both count in ticks of 10 ms. */

/** Measures how much processor time others used, while this process and its children worked. */
public final class OtherLoad {
  private static final Duration TICK = Duration.ofMillis(10);

  /** Fields of /proc/stat's first line: all but idle (3), iowait (4), and guest times (8, 9). */
  private static final int[] BUSY = {0, 1, 2, 5, 6, 7};

  /** Of /proc/self/stat after the command's name: utime, stime, cutime, cstime. */
  private static final int[] OWN = {11, 12, 13, 14};

  private final Path proc;
  private final long startNanos;
  private final @Nullable Ticks start;

  private OtherLoad(Path proc, long startNanos) {
    this.proc = proc;
    this.startNanos = startNanos;
    this.start = read(proc);
  }

  /**
   * Begins a measurement.
   *
   * @return the measurement
   */
  public static OtherLoad start() {
    return new OtherLoad(Path.of("/proc"), System.nanoTime());
  }

  /**
   * For tests.
   *
   * @param proc a folder like /proc
   * @param startNanos System.nanoTime at the beginning
   * @return the measurement
   */
  static OtherLoad start(Path proc, long startNanos) {
    return new OtherLoad(proc, startNanos);
  }

  /**
   * What others used since the beginning; children of this process must have ended.
   *
   * @return cores (0.5 is half of one), or empty where the system does not tell
   */
  public OptionalDouble cores() {
    return cores(System.nanoTime());
  }

  OptionalDouble cores(long nowNanos) {
    Ticks end = read(proc);
    if (start == null || end == null || nowNanos <= startNanos) {
      return OptionalDouble.empty();
    }
    long ticks = (end.busy - start.busy) - (end.own - start.own);
    double cores = (double) ticks * TICK.toNanos() / (nowNanos - startNanos);
    return OptionalDouble.of(Math.max(0, cores)); // the two files are not read at one instant
  }

  private static @Nullable Ticks read(Path proc) {
    try {
      String machine = firstLine(proc.resolve("stat")).replaceFirst("cpu +", "");
      String self = firstLine(proc.resolve("self/stat"));
      // The name in parentheses may itself hold blanks and parentheses.
      return new Ticks(sum(machine, BUSY), sum(self.substring(self.lastIndexOf(')') + 2), OWN));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException _) {
      return null;
    }
  }

  private static String firstLine(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.getFirst();
  }

  private static long sum(String line, int[] fields) {
    String[] values = line.split(" ", -1);
    return Arrays.stream(fields).mapToLong(field -> Long.parseLong(values[field])).sum();
  }

  private record Ticks(long busy, long own) {}
}
