package io.sudog.core;

import io.sudog.runtime.Durations;
import io.sudog.runtime.G;
import io.sudog.runtime.RuntimeTimer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a goroutine. It stays that goroutine's for ever: ids are never used again, though
 * descriptors inside are.
 *
 * <p>Thread-safe. Go has no such handle, on purpose: nothing can be done <em>to</em> a goroutine
 * through it. It is for waiting, for looking, and for diagnostics.
 */
public final class Goroutine {
  /**
   * Go's states of a goroutine. Its copystack and scan states have no counterpart: the JVM moves
   * and scans stacks by itself.
   */
  public enum State {
    /** Made, but not started yet. */
    IDLE,
    /** In a run queue. */
    RUNNABLE,
    /** Running on a thread. */
    RUNNING,
    /** In {@link Go#blocking}, so that its processor can be given to others. */
    SYSCALL,
    /** Parked, see {@link #waitReason}. */
    WAITING,
    /** Ended. */
    DEAD
  }

  private final G g;
  private final long id;
  private final String name;
  private volatile @Nullable Thread thread;

  Goroutine(G g) {
    this.g = g;
    this.id = g.id();
    String given = g.name();
    this.name = given == null ? "" : given;
  }

  /**
   * The goroutine's number, unique within its scheduler; the main goroutine of {@link Go#run} is 1.
   *
   * @return the id
   */
  public long id() {
    return id;
  }

  /**
   * The name it was started with.
   *
   * @return the name, empty when it has none
   */
  public String name() {
    return name;
  }

  /**
   * What it is doing.
   *
   * @return the state as of some moment during the call; DEAD is final
   */
  public State state() {
    State state =
        switch (g.state()) {
          case IDLE -> State.IDLE;
          case RUNNABLE -> State.RUNNABLE;
          case RUNNING -> State.RUNNING;
          case SYSCALL -> State.SYSCALL;
          case WAITING -> State.WAITING;
          case DEAD -> State.DEAD;
        };
    return g.id() == id ? state : State.DEAD;
  }

  /**
   * Why it waits, in Go's words, such as {@code chan receive} or {@code sleep}; {@code JDK wait}
   * when a lock, a socket or the like of the JDK's parked it.
   *
   * @return the reason, empty when it does not wait
   */
  public String waitReason() {
    String reason = g.waitReason();
    return reason == null || g.id() != id ? "" : reason;
  }

  /**
   * The virtual thread that carries it, for stack traces and for {@link Thread#interrupt}. Parked
   * by Sudog it is RUNNABLE in the eyes of {@link Thread#getState}; {@link #state} tells the truth.
   *
   * @return the thread; after the end, the ended thread if this was called before
   */
  public @Nullable Thread thread() {
    Thread known = thread;
    if (known == null) {
      Thread now = g.thread();
      if (now != null && g.id() == id) {
        thread = now;
        known = now;
      }
    }
    return known;
  }

  /**
   * Whether it has ended, in whatever way.
   *
   * @return true when it has
   */
  public boolean isDone() {
    return g.id() != id;
  }

  /**
   * Waits until it has ended. Rethrows nothing: an exception that leaves a goroutine is its
   * program's affair. Interrupts do not end the wait.
   *
   * @throws IllegalStateException when a goroutine waits for itself
   */
  public void join() {
    refuseSelf();
    g.join(id, RuntimeTimer.NEVER);
  }

  /**
   * Waits until it has ended, but not longer than a time.
   *
   * @param timeout how long; zero or less only looks
   * @return true when it has ended
   * @throws IllegalStateException when a goroutine waits for itself
   */
  public boolean join(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    refuseSelf();
    return g.join(id, Durations.nanos(timeout));
  }

  private void refuseSelf() {
    if (Go.current() == this) {
      throw new IllegalStateException("goroutine " + id + " waits for its own end");
    }
  }

  /** For logs: the id, the name and the state. */
  @Override
  public String toString() {
    return "goroutine " + id + (name.isEmpty() ? "" : " \"" + name + "\"") + " [" + state() + "]";
  }
}
