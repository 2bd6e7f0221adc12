package io.sudog.samples.loadbalancer;

import io.sudog.channels.Chan;
import io.sudog.channels.SendChan;
import io.sudog.core.Task;

/** Does one request after the other. */
final class Worker implements Task {
  private final int number;
  private final Chan<Request> requests;
  private final SendChan<Worker> done;

  // GUARD: the balancer's goroutine; the fields below.
  private int pending;
  private int mostPending;
  private int given;

  /**
   * Makes a worker; {@link #run} is its goroutine.
   *
   * @param number for people
   * @param capacity how many requests can wait at most. The balancer must never have to wait for a
   *     worker, which may be waiting for the balancer.
   * @param done where the worker reports each completed request
   */
  Worker(int number, int capacity, SendChan<Worker> done) {
    this.number = number;
    this.requests = Chan.make(capacity);
    this.done = done;
  }

  @Override
  public void run() throws Exception {
    for (Request request : requests) {
      request.answer().send(request.work().call());
      done.send(this);
    }
  }

  // ---- for the balancer -----------------------------------------------------------------------

  void give(Request request) {
    requests.send(request);
    given++;
    pending++;
    mostPending = Math.max(mostPending, pending);
  }

  void completed() {
    pending--;
  }

  void dismiss() {
    requests.close();
  }

  int pending() {
    return pending;
  }

  Load load() {
    return new Load(number, given, mostPending);
  }
}
