package io.sudog.runtime;

/**
 * A waiter that is a mere callback, for tests of all modules to extend. It waits without timers.
 */
public abstract class CallbackWaiter extends Waiter {
  /** Makes a waiter. */
  protected CallbackWaiter() {}

  @Override
  Sched timers() {
    return Defaults.sched();
  }
}
