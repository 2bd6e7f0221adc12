package io.sudog.bench.workload;

import static io.sudog.bench.workload.Workloads.loop;

import java.util.List;

/** The workloads about goroutines. */
final class GoroutineCatalogue {
  private static final String FRESH_STACKS =
      "Go grows stacks in pages that it touches for the first time, which is dear on a virtual"
          + " machine, while the JVM's heap was touched beforehand.";

  static final List<Workload> ALL =
      List.of(
          new Workload.Loop(
              "CreateGoroutines",
              "each goroutine starts the next and ends; op: a goroutine",
              FRESH_STACKS,
              b -> GoroutineWorkloads.createGoroutines(b, 1)),
          new Workload.Loop(
              "CreateGoroutinesParallel",
              "such a chain per processor; op: a goroutine",
              FRESH_STACKS,
              b -> GoroutineWorkloads.createGoroutines(b, b.processors())),
          new Workload.Loop(
              "CreateGoroutinesSingle",
              "one goroutine starts all, in batches of 100,000 that it waits for; op: a goroutine",
              FRESH_STACKS,
              GoroutineWorkloads::createGoroutinesSingle),
          loop(
              "Chain1000",
              "a value passes through 1,000 goroutines, an unbuffered channel each; op: a hop",
              b -> GoroutineWorkloads.chain(b, 1_000)),
          loop(
              "Chain10000",
              "the same with 10,000 goroutines; op: a hop",
              b -> GoroutineWorkloads.chain(b, 10_000)),
          loop(
              "Sieve",
              "the primes up to 541, a goroutine and an unbuffered channel for each of these 100 primes; op: all of them",
              PuzzleWorkloads::sieve),
          new Workload.Loop(
              "Skynet",
              "a tree of goroutines, 10 below each, sums up the numbers of its 100,000 leaves; op: the tree",
              FRESH_STACKS,
              PuzzleWorkloads::skynet));

  private GoroutineCatalogue() {}
}
