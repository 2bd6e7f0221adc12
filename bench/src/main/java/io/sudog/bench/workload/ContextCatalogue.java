package io.sudog.bench.workload;

import static io.sudog.bench.workload.Workloads.loop;

import java.util.List;

/** The workloads about contexts. */
final class ContextCatalogue {
  static final List<Workload> ALL =
      List.of(
          loop(
              "CancelChild",
              "a goroutine per processor derives a context from one parent and cancels it;"
                  + " op: a context",
              ContextWorkloads::cancelChild),
          loop(
              "WithTimeout4000",
              "a goroutine per processor makes 10 contexts with a time-out of an hour and cancels"
                  + " them, while 4,000 others are alive; op: the 10",
              b -> ContextWorkloads.withTimeout(b, 4_000)),
          loop(
              "CancelTree10",
              "10 contexts, each derived from the one before, end with their root; op: to make and"
                  + " to cancel them",
              b -> ContextWorkloads.cancelTree(b, 10)),
          loop(
              "CancelTree100",
              "the same with 100 contexts; op: to make and to cancel them",
              b -> ContextWorkloads.cancelTree(b, 100)),
          loop(
              "ErrOK",
              "asks a context that goes on whether it has ended; op: a question",
              ContextWorkloads::errOk),
          loop(
              "ErrCanceled",
              "asks a context that has ended; op: a question",
              ContextWorkloads::errCanceled),
          loop(
              "DeepValue20",
              "looks in a chain of 20 contexts for a value that none has; op: a search",
              b -> ContextWorkloads.deepValue(b, 20)));

  private ContextCatalogue() {}
}
