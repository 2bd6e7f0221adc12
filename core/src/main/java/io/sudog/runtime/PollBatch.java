package io.sudog.runtime;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one poll found, queued all at once: the first to run next, the others behind it, and one
 * wake-up for all, since a spinning M that finds work wakes the next. One for each thread that
 * polls.
 *
 * @see <a href="https://github.com/golang/go/blob/master/src/runtime/proc.go">injectglist in Go's
 *     runtime</a>
 */
final class PollBatch implements Consumer<Waiter> {
  private final GmpSched sched;
  private final GList found = new GList();

  PollBatch(GmpSched sched) {
    this.sched = sched;
  }

  @Override
  public void accept(Waiter waiter) {
    if (!(waiter instanceof G g) || g.sched != sched) {
      waiter.ready();
    } else if (g.readyUnqueued()) {
      found.add(g);
    }
  }

  /** Queues them on the caller's P, or globally where it has none. */
  void queue(@Nullable P p) {
    G first = found.poll();
    if (first == null) {
      return;
    }
    if (p == null) {
      found.push(first);
      sched.global.addAll(found);
      sched.wakeP();
      return;
    }
    p.putNext(first);
    if (found.size() > 0) {
      G g;
      while ((g = found.poll()) != null) {
        p.put(g);
      }
      sched.wakeP();
    }
  }
}
