package io.sudog.samples.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.ReceiveChan;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** Gives each request to the worker with the fewest. Everything here belongs to one goroutine. */
final class Balancer {
  private final List<Worker> workers;
  private final PriorityQueue<Worker> pool =
      new PriorityQueue<>(Comparator.comparingInt(Worker::pending));
  private final int every;
  private final Consumer<List<Integer>> watcher;

  /**
   * Makes a balancer.
   *
   * @param workers all of them, idle
   * @param every how many completed requests lie between two reports
   * @param watcher gets the reports: what is pending at each worker
   */
  Balancer(List<Worker> workers, int every, Consumer<List<Integer>> watcher) {
    this.workers = workers;
    this.every = every;
    this.watcher = watcher;
    pool.addAll(workers);
  }

  /**
   * Balances until there is no more work and all of it is done; then dismisses the workers.
   *
   * @param work the requests; closed after the last
   * @param done workers that have completed a request
   */
  void balance(ReceiveChan<Request> work, ReceiveChan<Worker> done) {
    Select select = new Select();
    Receive<Request> request = select.receive(work);
    Receive<Worker> completed = select.receive(done);
    boolean open = true;
    int pending = 0;
    int ready = 0;
    while (open || pending > 0) {
      if (select.await() == completed) {
        complete(requireNonNull(completed.value()));
        pending--;
        ready++;
        if (ready % every == 0) {
          watcher.accept(workers.stream().map(Worker::pending).toList());
        }
      } else if (request.ok()) {
        dispatch(requireNonNull(request.value()));
        pending++;
      } else {
        // A closed channel is always ready; the nil channel never is.
        request.channel(null);
        open = false;
      }
    }
    workers.forEach(Worker::dismiss);
  }

  // A worker is not in the heap while its number changes.

  private void dispatch(Request request) {
    Worker idlest = requireNonNull(pool.poll());
    idlest.give(request);
    pool.add(idlest);
  }

  private void complete(Worker worker) {
    if (!pool.remove(worker)) {
      throw new IllegalStateException("a worker is missing in the pool");
    }
    worker.completed();
    pool.add(worker);
  }
}
