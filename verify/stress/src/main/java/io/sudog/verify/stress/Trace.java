package io.sudog.verify.stress;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** What each actor of a program did last, and how much all did. */
final class Trace {
  private static final int LENGTH = 6;

  private final Queue<Actor> actors = new ConcurrentLinkedQueue<>();

  /** A new actor. */
  Actor actor(String name) {
    Actor actor = new Actor(name);
    actors.add(actor);
    return actor;
  }

  /** Steps of all actors so far; the same number twice means that nothing moved. */
  long steps() {
    return actors.stream().mapToLong(a -> a.steps.get()).sum();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    actors.forEach(a -> text.append(a).append('\n'));
    return text.toString();
  }

  /** One thread of control; a step is written by itself alone. */
  static final class Actor {
    private final String name;
    private final AtomicLong steps = new AtomicLong();
    private final AtomicReferenceArray<String> last = new AtomicReferenceArray<>(LENGTH);

    private Actor(String name) {
      this.name = name;
    }

    /** Says what it has just done. */
    void step(String what) {
      long n = steps.getPlain();
      last.setRelease((int) (n % LENGTH), what);
      steps.setRelease(n + 1);
    }

    @Override
    public String toString() {
      long n = steps.getAcquire();
      StringBuilder text = new StringBuilder(name).append(": ").append(n).append(" steps");
      for (long i = Math.max(0, n - LENGTH); i < n; i++) {
        text.append(i == Math.max(0, n - LENGTH) ? ", the last: " : ", ")
            .append(last.getAcquire((int) (i % LENGTH)));
      }
      return text.toString();
    }
  }
}
