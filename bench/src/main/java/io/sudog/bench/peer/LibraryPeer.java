package io.sudog.bench.peer;

import io.sudog.bench.echo.JdkServer;
import io.sudog.bench.jdk.JdkLibrary;
import io.sudog.bench.jox.JoxLibrary;
import io.sudog.bench.kotlin.KotlinLibrary;
import io.sudog.bench.workload.Library;
import io.sudog.bench.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** A library on the JVM that is measured as Sudog is: the same loop, options and collector. */
public final class LibraryPeer implements Peer {
  private final String name;
  private final String version;
  private final Class<? extends Library> library;
  private final Set<String> workloads;
  private final IntFunction<List<String>> processorOptions;

  private LibraryPeer(
      String name,
      String version,
      Class<? extends Library> library,
      Set<String> workloads,
      IntFunction<List<String>> processorOptions) {
    this.name = name;
    this.version = version;
    this.library = library;
    this.workloads = Set.copyOf(workloads);
    this.processorOptions = processorOptions;
  }

  /**
   * The JDK's virtual threads with java.util.concurrent and blocking sockets.
   *
   * @return a new peer
   */
  public static LibraryPeer jdk() {
    return new LibraryPeer(
        "jdk",
        "virtual threads, java.util.concurrent and java.net.Socket of Java " + Runtime.version(),
        JdkLibrary.class,
        JdkLibrary.workloads(),
        LibraryPeer::carriers);
  }

  /**
   * Jox, on virtual threads.
   *
   * @return a new peer
   */
  public static LibraryPeer jox() {
    return new LibraryPeer(
        "jox",
        "jox " + Versions.of("jox") + " on virtual threads of Java " + Runtime.version(),
        JoxLibrary.class,
        JoxLibrary.workloads(),
        LibraryPeer::carriers);
  }

  /**
   * Kotlin's coroutines on their default dispatcher.
   *
   * @return a new peer
   */
  public static LibraryPeer kotlin() {
    return new LibraryPeer(
        "kotlin",
        "kotlinx.coroutines "
            + Versions.of("kotlinx-coroutines")
            + ", Kotlin "
            + Versions.of("kotlin"),
        KotlinLibrary.class,
        KotlinLibrary.workloads(),
        processors ->
            List.of(
                "-Dkotlinx.coroutines.scheduler.core.pool.size=" + processors,
                "-Dkotlinx.coroutines.scheduler.max.pool.size=" + processors,
                "--sun-misc-unsafe-memory-access=allow"));
  }

  private static List<String> carriers(int processors) {
    return List.of(
        "-Djdk.virtualThreadScheduler.parallelism=" + processors,
        "-Djdk.virtualThreadScheduler.maxPoolSize=" + Math.max(processors, 256));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean runs(Workload workload) {
    return switch (workload) {
      case Workload.Loop loop -> workloads.contains(loop.name());
      case Workload.Program _ -> true;
      case Workload.Echo _ -> library == JdkLibrary.class;
    };
  }

  @Override
  public Optional<String> reasonWithout(Workload workload) {
    return runs(workload) ? Optional.empty() : Optional.of(Lacks.reason(name, workload));
  }

  @Override
  public String prepare() {
    return version;
  }

  @Override
  public Invocation invocation(Workload workload, int processors, Settings settings) {
    if (!runs(workload)) {
      throw new IllegalArgumentException("no program for " + workload.name());
    }
    List<String> options = processorOptions.apply(processors);
    if (workload instanceof Workload.Echo echo) {
      List<String> server = Jvm.server(settings, options, JdkServer.class);
      return Jvm.echo(echo, processors, settings, server, Map.of());
    }
    return Jvm.library(workload, library, options, processors, settings);
  }
}
