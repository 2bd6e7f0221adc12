package io.sudog.samples.switchcost;

import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;

/**
 * Two threads and two SynchronousQueues.
 *
 * @param name what kind of threads
 * @param threads makes them
 */
record ThreadHandOver(String name, Thread.Builder threads) implements HandOver {
  private record Token() {}

  @Override
  public String means() {
    return "SynchronousQueues";
  }

  @Override
  public long nanosFor(int roundTrips) throws Exception {
    SynchronousQueue<Token> there = new SynchronousQueue<>();
    SynchronousQueue<Token> back = new SynchronousQueue<>();
    FutureTask<Long> echo =
        new FutureTask<>(
            () -> {
              for (int i = 0; i < roundTrips; i++) {
                back.put(there.take());
              }
              return 0L;
            });
    FutureTask<Long> caller =
        new FutureTask<>(
            () -> {
              Token token = new Token();
              long start = System.nanoTime();
              for (int i = 0; i < roundTrips; i++) {
                there.put(token);
                back.take();
              }
              return System.nanoTime() - start;
            });
    Thread echoThread = threads.start(echo);
    Thread callerThread = threads.start(caller);
    try {
      return caller.get();
    } finally {
      // Without effect after a good run; after an interrupt it ends them.
      callerThread.interrupt();
      echoThread.interrupt();
    }
  }
}
