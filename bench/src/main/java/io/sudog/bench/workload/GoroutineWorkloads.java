package io.sudog.bench.workload;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.SendChan;
import io.sudog.core.Go;
import io.sudog.core.Task;
import io.sudog.sync.WaitGroup;

/** Bodies about goroutines. */
public final class GoroutineWorkloads {
  private static final int BATCH = 100_000;

  private GoroutineWorkloads() {}

  /**
   * Go's CreateGoroutines and CreateGoroutinesParallel: each goroutine starts the next and ends.
   *
   * @param b how many goroutines, all told
   * @param chains how many such chains run at once
   */
  public static void createGoroutines(B b, int chains) {
    Chan<Boolean> ended = Chan.make();
    for (int i = 0; i < chains; i++) {
      Go.go(new Link(b.n() / chains, ended));
    }
    for (int i = 0; i < chains; i++) {
      ended.receive();
    }
  }

  /**
   * Go's CreateGoroutinesSingle: one goroutine starts all others.
   *
   * @param b how many goroutines
   */
  public static void createGoroutinesSingle(B b) {
    WaitGroup batch = new WaitGroup();
    for (int left = b.n(); left > 0; left -= BATCH) {
      int size = Math.min(left, BATCH);
      batch.add(size);
      for (int i = 0; i < size; i++) {
        Go.go(batch::done);
      }
      batch.await();
    }
  }

  /**
   * A value goes round through a chain of goroutines that live all the time.
   *
   * @param b how many hops
   * @param length the goroutines of the chain
   */
  public static void chain(B b, int length) {
    Chan<Integer> first = Chan.make();
    Chan<Integer> last = first;
    for (int i = 0; i < length; i++) {
      Chan<Integer> left = last;
      Chan<Integer> right = Chan.make();
      Go.go(() -> forward(left, right));
      last = right;
    }
    first.send(ChannelWorkloads.TOKEN);
    last.receive(); // now every goroutine has been started and waits
    b.resetTimer();
    for (int hops = 0; hops < b.n(); hops += length) {
      first.send(ChannelWorkloads.TOKEN);
      last.receive();
    }
    b.stopTimer();
    first.close();
    last.receive();
  }

  private static void forward(ReceiveChan<Integer> left, SendChan<Integer> right) {
    for (Integer v : left) {
      right.send(v);
    }
    right.close();
  }

  private record Link(int left, SendChan<Boolean> ended) implements Task {
    @Override
    public void run() {
      if (left == 0) {
        ended.send(true);
      } else {
        Go.go(new Link(left - 1, ended));
      }
    }
  }
}
