package io.sudog.bench.peer;

import java.util.ArrayList;
import java.util.List;

/** The options of the JVMs that measure. Constants, since JMH's annotations want them so. */
public final class JvmOptions {
  /** Goroutines are made through a private constructor of java.lang; the launcher's option too. */
  public static final String OPEN_LANG = "--add-opens=java.base/java.lang=ALL-UNNAMED";

  /** Cheaper starts and collectable goroutines; the launcher's option too. */
  public static final String NO_THREAD_SET = "-Djdk.trackAllThreads=false";

  /** Touches the heap before the program starts: a first touch is dear on a virtual machine. */
  public static final String PRE_TOUCH = "-XX:+AlwaysPreTouch";

  /** Fewer translation misses and faster touching. */
  public static final String HUGE_PAGES = "-XX:+UseTransparentHugePages";

  /** The heap of the timed workloads. */
  public static final String HEAP = "2g";

  /** The smallest and the largest heap are the same, so that it never grows while measured. */
  public static final String MIN_HEAP = "-Xms" + HEAP;

  /** See {@link #MIN_HEAP}. */
  public static final String MAX_HEAP = "-Xmx" + HEAP;

  /** The collector of the timed workloads. */
  public static final String PARALLEL_GC = "-XX:+UseParallelGC";

  private JvmOptions() {}

  /**
   * What any program on Sudog is started with.
   *
   * @param settings the user's options come last
   * @return the launcher's options
   */
  static List<String> ofLauncher(Settings settings) {
    List<String> options = new ArrayList<>(List.of(OPEN_LANG, NO_THREAD_SET));
    options.addAll(settings.jvmOptions());
    return options;
  }

  /**
   * What a server is started with.
   *
   * @param settings collector and the user's options, which come last; the heap grows as it must
   * @return the same options for every server on the JVM
   */
  static List<String> forServer(Settings settings) {
    List<String> options = new ArrayList<>(List.of(OPEN_LANG, NO_THREAD_SET));
    options.add(settings.gc().option());
    options.addAll(settings.jvmOptions());
    return options;
  }

  /**
   * What a timed loop is started with.
   *
   * @param settings heap, collector, and the user's options, which come last
   * @return options that keep the memory of the machine out of the figures
   */
  static List<String> forTiming(Settings settings) {
    List<String> options = new ArrayList<>(List.of(OPEN_LANG, NO_THREAD_SET));
    options.add("-Xms" + settings.heap());
    options.add("-Xmx" + settings.heap());
    options.add(PRE_TOUCH);
    options.add(HUGE_PAGES);
    options.add(settings.gc().option());
    options.addAll(settings.jvmOptions());
    return options;
  }
}
