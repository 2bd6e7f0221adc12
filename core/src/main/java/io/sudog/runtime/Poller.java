package io.sudog.runtime;

import java.util.function.Consumer;

/**
 * What the scheduler needs of a network poller, and all it knows of one. The netpoll module
 * implements it on NIO selectors; without that module a null poller only sleeps.
 *
 * <p>The scheduler polls without blocking in its search for work, lets one idle M block in {@link
 * #poll} until the next timer, and has sysmon poll when nobody did for 10 ms.
 */
public interface Poller {
  /** For {@link #poll}: block until woken or something is ready. */
  long FOREVER = Long.MAX_VALUE;

  /**
   * Looks for goroutines whose sockets are ready and hands each to {@code into}.
   *
   * @param nanos 0: do not block; {@link #FOREVER}: as long as it takes; else how long at most
   * @param into takes each waiter that became ready; the scheduler puts them into run queues
   */
  void poll(long nanos, Consumer<? super Waiter> into);

  /** Ends a blocked {@link #poll}, or the next one that would block. Any thread, at any time. */
  void wake();

  /**
   * How many goroutines wait for a socket.
   *
   * @return the number; 0 lets the scheduler skip polling and count such waits as no hope
   */
  int waiters();

  /** Frees what the poller holds; no poll is under way and none will come. */
  void close();
}
