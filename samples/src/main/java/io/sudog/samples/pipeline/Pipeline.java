package io.sudog.samples.pipeline;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.SendChan;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.select.Send;
import io.sudog.sync.WaitGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * The stages. Each starts goroutines that end, and close the channel it returned, when there is no
 * more input or when the context ends.
 */
final class Pipeline {
  /** What comes out. */
  record Square(int worker, long number, long square) {}

  private Pipeline() {}

  /**
   * All stages together.
   *
   * @param ctx ends them early
   * @param n squares of 1 to n, in no particular order
   * @param workers how many goroutines square
   */
  static ReceiveChan<Square> squares(Context ctx, long n, int workers) {
    ReceiveChan<Long> numbers = generate(ctx, n);
    List<ReceiveChan<Square>> parts = new ArrayList<>();
    for (int worker = 1; worker <= workers; worker++) {
      parts.add(square(ctx, worker, numbers));
    }
    return merge(ctx, parts);
  }

  /** The source: 1 to n. */
  static ReceiveChan<Long> generate(Context ctx, long n) {
    Chan<Long> out = Chan.make();
    Go.go(
        "generate",
        () -> {
          Outlet<Long> outlet = new Outlet<>(ctx, out);
          for (long i = 1; i <= n && outlet.send(i); i++) {}
          out.close();
        });
    return out;
  }

  /** A stage in the middle. Several may receive from the same channel: that is the fan-out. */
  static ReceiveChan<Square> square(Context ctx, int worker, ReceiveChan<Long> numbers) {
    Chan<Square> out = Chan.make();
    Go.go(
        "square " + worker,
        () -> {
          Outlet<Square> outlet = new Outlet<>(ctx, out);
          for (long number : numbers) {
            if (!outlet.send(new Square(worker, number, number * number))) {
              break;
            }
          }
          out.close();
        });
    return out;
  }

  /** The fan-in: whatever comes out of any of the channels. */
  static <T> ReceiveChan<T> merge(Context ctx, List<ReceiveChan<T>> inputs) {
    Chan<T> out = Chan.make();
    WaitGroup copying = new WaitGroup();
    for (ReceiveChan<T> input : inputs) {
      copying.go(
          () -> {
            Outlet<T> outlet = new Outlet<>(ctx, out);
            for (T value : input) {
              if (!outlet.send(value)) {
                break;
              }
            }
          });
    }
    // A channel is closed once, by whoever knows that nobody will send any more.
    Go.go(
        "closer",
        () -> {
          copying.await();
          out.close();
        });
    return out;
  }

  /** {@code select { case out <- v: case <-ctx.Done(): }}, built once for a stage's loop. */
  private static final class Outlet<T> {
    private final Select select = new Select();
    private final Receive<Void> done;
    private final Send<T> send;

    Outlet(Context ctx, SendChan<T> out) {
      done = select.receive(ctx.done());
      send = select.send(out);
    }

    /** False when the context has ended and nothing was sent. */
    boolean send(T value) {
      send.value(value);
      return select.await() != done;
    }
  }
}
