package io.sudog.samples.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.channels.SendChan;
import io.sudog.core.Go;
import io.sudog.sync.WaitGroup;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Requesters and workers around a balancer. */
final class LoadBalancer {
  /** What is done for a request. */
  interface Work {
    /** Ends with the number it was given, when it has pleased to. */
    int answer(int number) throws Exception;
  }

  private final int requesters;
  private final int workers;
  private final Work work;

  LoadBalancer(int requesters, int workers, Work work) {
    this.requesters = requesters;
    this.workers = workers;
    this.work = work;
  }

  /**
   * Has requests made and balances them, in the calling goroutine. All goroutines it started end
   * soon after it returns.
   *
   * @param requests how many, of all requesters together
   * @param every how many completed requests lie between two reports
   * @param watcher gets the reports: what is pending at each worker
   * @return each worker's load
   * @throws IllegalStateException when somebody got the answer to somebody else's request
   */
  List<Load> run(int requests, int every, Consumer<List<Integer>> watcher) {
    Chan<Request> requested = Chan.make();
    Chan<Worker> done = Chan.make();
    // Each requester has at most one request under way, so no worker ever has more.
    List<Worker> team =
        IntStream.rangeClosed(1, workers)
            .mapToObj(number -> new Worker(number, requesters, done))
            .toList();
    team.forEach(Go::go);

    WaitGroup requesting = new WaitGroup();
    for (int i = 0; i < requesters; i++) {
      int first = i;
      requesting.go(() -> request(first, requests, requested));
    }
    Go.go(
        "closer",
        () -> {
          requesting.await();
          requested.close();
        });

    new Balancer(team, every, watcher).balance(requested, done);
    return team.stream().map(Worker::load).toList();
  }

  /** A requester: makes every n-th request, n being the number of requesters. */
  private void request(int first, int requests, SendChan<Request> requested) {
    Chan<Integer> answers = Chan.make();
    for (int i = first; i < requests; i += requesters) {
      int number = i;
      requested.send(new Request(() -> work.answer(number), answers));
      int answer = requireNonNull(answers.receive());
      if (answer != number) {
        throw new IllegalStateException(
            "request " + number + " was answered with what " + answer + " asked for");
      }
    }
  }
}
