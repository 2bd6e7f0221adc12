package io.sudog.core;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that ends at some time and, by that, ends the waits that were bounded by it. Every
 * {@code io.sudog.context.Context} is one; the locks of {@code io.sudog.sync} and the channels take
 * one as the bound of a wait: {@code mutex.lockUntil(ctx)}, {@code channel.receiveUntil(ctx)}.
 *
 * <p>Thread-safe.
 */
public interface Cancellation {
  /**
   * Why it has ended.
   *
   * @return the reason, always the same, or null while it goes on
   */
  @Nullable Throwable err();

  /**
   * Has something done when this ends; at once, on the calling thread, if it has ended already.
   * Done once at most.
   *
   * @param action what to do, on the thread that ends this: must be short, wait for nothing and
   *     throw nothing
   * @return takes the action back: true when it will now not be done
   */
  BooleanSupplier onCancel(Runnable action);
}
