package io.sudog.context;

import io.sudog.channels.ReceiveChan;
import io.sudog.channels.internal.Starter;
import io.sudog.core.Cancellation;
import io.sudog.core.Task;
import io.sudog.runtime.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code context.Context}: carries the end of a request, its deadline, and values that belong
 * to it through all that is called on its behalf. Contexts form a tree; what ends one ends all that
 * were derived from it.
 *
 * {@snippet :
 * try (CancelContext ctx = Context.withTimeout(parent, Duration.ofSeconds(1))) {
 *   String answer = answers.receiveUntil(ctx); // throws DeadlineExceededException after a second
 * }
 * }
 *
 * <p>Thread-safe. A class of another maker may implement it; contexts derived from that one end
 * with it. It need not override {@link #onCancel}: a goroutine then waits on its {@link #done},
 * unless that is the channel of one of Sudog's contexts.
 *
 * @see <a href="https://pkg.go.dev/context">Package context</a>
 */
public interface Context extends Cancellation {
  /**
   * Closed when this context ends: {@code Done()}.
   *
   * @return the channel, always the same; the nil channel when it never ends
   */
  ReceiveChan<Void> done();

  /**
   * Why this context has ended: {@code Err()}.
   *
   * @return null while it goes on; then, and not before {@link #done} is closed, a {@link
   *     CanceledException} or a {@link DeadlineExceededException}
   */
  @Override
  @Nullable Throwable err();

  /**
   * What was given as the reason by whoever ended this context, or the one of its parents that
   * ended first: {@code context.Cause(ctx)}.
   *
   * @return the cause; {@link #err} where no other was given; null while it goes on
   */
  @Nullable Throwable cause();

  /**
   * When this context ends by itself: {@code Deadline()}.
   *
   * @return the earliest deadline among it and its parents
   */
  Optional<Instant> deadline();

  /**
   * The value for a key: {@code Value(key)}.
   *
   * @param <T> its type
   * @param key the key
   * @return the value of the nearest among this and its parents that has one, which may be null;
   *     else null
   */
  <T> @Nullable T value(Key<T> key);

  @Override
  default BooleanSupplier onCancel(Runnable action) {
    return Watcher.watch(this, Objects.requireNonNull(action, "action"));
  }

  /**
   * The context that never ends, has no deadline and no values: {@code context.Background()}.
   *
   * @return the root, always the same
   */
  static Context background() {
    return Root.BACKGROUND;
  }

  /**
   * As {@link #background}, where it is not clear yet which context to use: {@code context.TODO()}.
   *
   * @return another root, always the same
   */
  static Context todo() {
    return Root.TODO;
  }

  /**
   * Derives a context that can be cancelled: {@code context.WithCancel(parent)}.
   *
   * @param parent ends it, too; where it has ended already, the new one has from the start
   * @return the context; to be cancelled or closed when it is not needed any more, so that its
   *     parent forgets it
   */
  static CancelContext withCancel(Context parent) {
    CancelNode node = new CancelNode(requireParent(parent), "WithCancel");
    node.attach();
    return node;
  }

  /**
   * Derives a context that ends after a time: {@code context.WithTimeout(parent, d)}.
   *
   * @param parent ends it, too
   * @param d how long from now; zero or less: it has ended from the start
   * @return the context; to be cancelled or closed when it is not needed any more
   */
  static CancelContext withTimeout(Context parent, Duration d) {
    return withTimeout(parent, d, null);
  }

  /**
   * As {@link #withTimeout(Context, Duration)}, with a cause: {@code context.WithTimeoutCause}.
   *
   * @param parent ends it, too
   * @param d how long from now
   * @param cause what {@link #cause} is when the time has passed, and only then; null for the same
   *     as {@link #err}
   * @return the context
   */
  static CancelContext withTimeout(Context parent, Duration d, @Nullable Throwable cause) {
    long nanos = Durations.nanos(Objects.requireNonNull(d, "d"));
    return DeadlineNode.after(requireParent(parent), nanos, d, cause);
  }

  /**
   * Derives a context that ends at a time: {@code context.WithDeadline(parent, when)}.
   *
   * @param parent ends it, too
   * @param when the time on the wall clock, taken once; in the past: it has ended from the start
   * @return the context; to be cancelled or closed when it is not needed any more
   */
  static CancelContext withDeadline(Context parent, Instant when) {
    return withDeadline(parent, when, null);
  }

  /**
   * As {@link #withDeadline(Context, Instant)}, with a cause: {@code context.WithDeadlineCause}.
   *
   * @param parent ends it, too
   * @param when the time on the wall clock
   * @param cause what {@link #cause} is when the time has passed, and only then; null for the same
   *     as {@link #err}
   * @return the context
   */
  static CancelContext withDeadline(Context parent, Instant when, @Nullable Throwable cause) {
    Objects.requireNonNull(when, "when");
    return DeadlineNode.at(requireParent(parent), when, cause);
  }

  /**
   * Derives a context with a value: {@code context.WithValue(parent, key, value)}. For what belongs
   * to a request and crosses interfaces, not for optional parameters.
   *
   * @param <T> the value's type
   * @param parent has the other values, and ends it
   * @param key the key
   * @param value the value; null hides that of a parent
   * @return the context
   */
  static <T> Context withValue(Context parent, Key<T> key, @Nullable T value) {
    return new ValueContext(requireParent(parent), Objects.requireNonNull(key, "key"), value);
  }

  /**
   * Derives a context with the same values that does not end when its parent does, and has no
   * deadline: {@code context.WithoutCancel(parent)}.
   *
   * @param parent has the values
   * @return the context
   */
  static Context withoutCancel(Context parent) {
    return new WithoutCancel(requireParent(parent));
  }

  /**
   * Has a task run in a goroutine of its own when a context ends, at once if it has: {@code
   * context.AfterFunc(ctx, f)}. The goroutine belongs to the scheduler of the caller; whoever ends
   * the context does not wait for it.
   *
   * @param ctx the context
   * @param f the task
   * @return takes it back: true when the task will now not run, false when it has been started or
   *     taken back already
   */
  static BooleanSupplier afterFunc(Context ctx, Task f) {
    Starter starter = new Starter(Objects.requireNonNull(f, "f"));
    return Objects.requireNonNull(ctx, "ctx").onCancel(starter);
  }

  private static Context requireParent(@Nullable Context parent) {
    return Objects.requireNonNull(
        parent, "parent: cannot derive a context from null; use Context.background()");
  }

  /**
   * A key of values in a context. Keys are compared by identity, so nobody else's can collide.
   *
   * @param <T> the type of its values
   */
  @SuppressWarnings("UnusedTypeParameter") // ties a key to its values
  final class Key<T> {
    private final String name;

    private Key(String name) {
      this.name = name;
    }

    /**
     * Makes a key.
     *
     * @param <T> the type of its values
     * @param name for logs
     * @return a key that equals no other
     */
    public static <T> Key<T> named(String name) {
      return new Key<>(Objects.requireNonNull(name, "name"));
    }

    /** The name. */
    @Override
    public String toString() {
      return name;
    }
  }
}
