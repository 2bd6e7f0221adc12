package io.sudog.bench.workload;

import java.util.List;

/** The workloads about whole processes: memory and sockets. */
final class ProcessCatalogue {
  private static final String ECHO =
      "P is the server's; the load, one thread in a process of its own, takes another processor."
          + " msg/s: a ratio above 1 means more.";

  static final List<Workload> ALL =
      List.of(
          new Workload.Program(
              "ParkedMemory",
              "1,000,000 goroutines wait for one channel; per goroutine: resident memory as it is"
                  + " (rss-B) and after a full collection (gc-rss-B), what is reachable (live-B),"
                  + " the time to start and park (park-ns) and to wake and end (wake-ns)",
              "Measured without a heap touched beforehand; the JVM's own start-up growth counts.",
              ParkedMemory.class),
          new Workload.Echo(
              "Echo64",
              "64 connections, on each a message of 64 bytes and its echo at a time; op: a message"
                  + " and its echo, by all of them together",
              ECHO,
              64,
              false),
          new Workload.Echo(
              "Echo1000",
              "the same with 1,000 connections; op: a message and its echo",
              ECHO,
              1_000,
              false),
          new Workload.Echo(
              "EchoIdle",
              "the same with 10 connections beside 20,000 idle ones (--idle); per idle connection:"
                  + " the server's resident memory as it is (rss-B) and after a full collection"
                  + " (gc-rss-B); op: a message and its echo",
              ECHO,
              10,
              true));

  private ProcessCatalogue() {}
}
