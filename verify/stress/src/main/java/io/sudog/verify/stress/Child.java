package io.sudog.verify.stress;

import io.sudog.runtime.Sched;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * The JVM of one combination: runs programs until its time is over or one fails. Arguments:
 * processors, milliseconds, seed; with 0 milliseconds it runs the program of that seed alone.
 */
final class Child {
  /** In front of the lines that are for the parent: programs and steps so far. */
  static final String MARK = "@stress ";

  /** In front of the seed of the program that failed. */
  static final String FAILED = "failed: seed ";

  private static final Duration PROGRESS = Duration.ofSeconds(1);

  private Child() {}

  /**
   * Runs it.
   *
   * @param args see above
   */
  public static void main(String[] args) throws InterruptedException {
    int processors = Integer.parseInt(args[0]);
    Duration time = Duration.ofMillis(Long.parseLong(args[1]));
    long seed = Long.parseLong(args[2]);
    boolean well = run(processors, time, seed, System.out);
    // A program that hangs has no other end.
    Runtime.getRuntime().halt(well ? 0 : 1);
  }

  private static boolean run(int processors, Duration time, long first, PrintStream out)
      throws InterruptedException {
    Leftovers.warmUp();
    Runner runner = new Runner(Runner.PATIENCE);
    Random seeds = new Random(first);
    long start = System.nanoTime();
    long told = start;
    long programs = 0;
    long steps = 0;
    long seed = time.isZero() ? first : seeds.nextLong();
    do {
      Runner.Outcome outcome = runner.run(Generator.plan(seed, processors, Sched.GMP));
      programs++;
      steps += outcome.steps();
      if (!outcome.faults().isEmpty()) {
        tell(out, programs, steps);
        out.println("the program of seed " + seed + " failed:");
        List<String> faults = outcome.faults();
        faults.forEach(out::println);
        out.println(FAILED + seed);
        out.flush();
        return false;
      }
      long now = System.nanoTime();
      if (now - told > PROGRESS.toNanos()) {
        told = now;
        tell(out, programs, steps);
      }
      seed = seeds.nextLong();
    } while (System.nanoTime() - start < time.toNanos());
    tell(out, programs, steps);
    return true;
  }

  private static void tell(PrintStream out, long programs, long steps) {
    out.println(MARK + programs + " " + steps);
    out.flush();
  }
}
