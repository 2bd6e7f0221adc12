package io.sudog.errgroup;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.core.Go;
import io.sudog.core.PanicException;
import io.sudog.runtime.Defaults;
import io.sudog.runtime.Goexit;
import io.sudog.sync.Mutex;
import io.sudog.sync.WaitGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Suppresses duplicate calls: Go's {@code singleflight.Group}. While a call for a key is under way,
 * others for the same key wait for it and share what comes of it.
 *
 * <p>Thread-safe. Keys are compared by {@code equals}.
 *
 * @param <K> the keys
 * @param <V> what the calls return
 * @see <a href="https://pkg.go.dev/golang.org/x/sync/singleflight">Package singleflight</a>
 */
public final class SingleFlight<K, V extends @Nullable Object> {
  /**
   * What came of a call.
   *
   * @param <V> what the calls return
   * @param value what it returned; null when it failed
   * @param error what it threw; null when it returned
   * @param shared whether more than one caller got it
   */
  public record Result<V extends @Nullable Object>(
      @Nullable V value, @Nullable Exception error, boolean shared) {}

  // GUARD: the mutex guards the map, and `callers` and `channels` of the calls in it. A mutex that
  // parks: keys' hashCode and equals are anybody's code, and may throw, so it is given back in
  // finally blocks.
  private final Mutex mutex = new Mutex();
  private final Map<K, Call<V>> calls = new HashMap<>();

  /** Makes one without calls under way. */
  public SingleFlight() {}

  private static final class Call<V extends @Nullable Object> {
    final WaitGroup under = new WaitGroup();
    final List<Chan<Result<V>>> channels = new ArrayList<>();
    int callers = 1;
    @Nullable V value;
    @Nullable Throwable failure;
    boolean exited;

    Call() {
      under.add(1);
    }
  }

  /**
   * Calls a function, or waits for the call that is under way for the key: {@code g.Do(key, fn)}.
   *
   * <p>An Error that the function throws is thrown to every caller. If the function calls {@link
   * Go#goexit}, every caller that is a goroutine exits likewise.
   *
   * @param key the key
   * @param f the function; runs on the calling thread, if at all
   * @return what the function returned, to whichever caller it belonged
   * @throws Exception what it threw, the same object for every caller
   * @throws IllegalStateException when the function of another caller called goexit and the calling
   *     thread is no goroutine
   */
  @SuppressWarnings("NullAway") // null only where V admits null
  public V run(K key, Callable<V> f) throws Exception {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(f, "f");
    Call<V> mine = new Call<>();
    Call<V> call = join(key, mine);
    if (call == mine) {
      carryOut(key, call, f);
    } else {
      call.under.await();
      if (call.exited) {
        return exit();
      }
    }
    rethrow(call);
    return call.value;
  }

  /** Gives the call under way for a key, with one caller more; there being none, {@code mine}. */
  private Call<V> join(K key, Call<V> mine) {
    mutex.lock();
    try {
      Call<V> call = calls.putIfAbsent(key, mine);
      if (call == null) {
        return mine;
      }
      call.callers++;
      call.channels.addAll(mine.channels);
      return call;
    } finally {
      mutex.unlock();
    }
  }

  /**
   * Calls a function in a goroutine, or waits for the call that is under way, and says what came of
   * it on a channel: {@code g.DoChan(key, fn)}.
   *
   * <p>An Error that the function throws ends the program, as a panic does, even if all callers
   * would catch it; where nothing ends, the result's error is a {@link PanicException}.
   *
   * @param key the key
   * @param f the function
   * @return a channel that gets one result and is never closed
   */
  public ReceiveChan<Result<V>> runChan(K key, Callable<V> f) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(f, "f");
    Chan<Result<V>> channel = Chan.make(1);
    Call<V> mine = new Call<>();
    mine.channels.add(channel);
    if (join(key, mine) == mine) {
      boolean started = false;
      try {
        Go.go(() -> carryOut(key, mine, f));
        started = true;
      } finally {
        if (!started) {
          // Others may wait for it already, and none must join it any more.
          mine.failure = new IllegalStateException("singleflight: the call could not be started");
          finish(key, mine);
        }
      }
    }
    return channel;
  }

  /**
   * Forgets the call under way for a key, if any: the next caller starts a new one. Those who wait
   * for the old one still get what comes of it.
   *
   * @param key the key
   */
  public void forget(K key) {
    Objects.requireNonNull(key, "key");
    mutex.lock();
    try {
      calls.remove(key);
    } finally {
      mutex.unlock();
    }
  }

  private void carryOut(K key, Call<V> call, Callable<V> f) {
    try {
      call.value = f.call();
    } catch (Throwable e) {
      if (e instanceof Goexit) {
        call.exited = true;
        Goexit.raise();
      }
      call.failure = e;
    } finally {
      finish(key, call);
    }
  }

  private void finish(K key, Call<V> call) {
    List<Chan<Result<V>>> channels;
    boolean shared;
    mutex.lock();
    try {
      if (calls.get(key) == call) {
        calls.remove(key);
      }
    } finally {
      channels = List.copyOf(call.channels);
      shared = call.callers > 1;
      mutex.unlock();
      call.under.done();
    }
    if (channels.isEmpty()) {
      return;
    }
    if (!(call.failure instanceof Error) || !Defaults.current().panicEndsProgram()) {
      // Else nobody gets a result: who did might let main return before the panic.
      Exception error = errorOf(call);
      for (Chan<Result<V>> channel : channels) {
        channel.send(new Result<>(call.value, error, shared));
      }
    }
    if (call.failure instanceof Error panic) {
      // In a goroutine of its own, where no caller can catch it.
      Go.go(
          () -> {
            throw panic;
          });
    }
  }

  private static @Nullable Exception errorOf(Call<?> call) {
    if (call.exited) {
      return new IllegalStateException("singleflight: the function called goexit");
    }
    Throwable failure = call.failure;
    return failure == null || failure instanceof Exception
        ? (Exception) failure
        : new PanicException("singleflight: the function panicked: " + failure, failure);
  }

  private static void rethrow(Call<?> call) throws Exception {
    Throwable failure = call.failure;
    if (failure instanceof Exception e) {
      throw e;
    }
    if (failure != null) {
      // An Error; or what only a language without checked exceptions throws.
      throw SingleFlight.<RuntimeException>sneaky(failure);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // thrown as it is
  private static <E extends Throwable> E sneaky(Throwable e) throws E {
    throw (E) e;
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // never returns
  private static <T> T exit() {
    if (Go.current() == null) {
      throw new IllegalStateException("singleflight: the function called goexit");
    }
    return Go.goexit();
  }

  /** For logs. */
  @Override
  public String toString() {
    mutex.lock();
    int n = calls.size();
    mutex.unlock();
    return "singleflight, " + n + " calls under way";
  }
}
