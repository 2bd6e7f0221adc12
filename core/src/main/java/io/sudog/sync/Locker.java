package io.sudog.sync;

/** Anything that can be locked: Go's {@code sync.Locker}. */
public interface Locker {
  /** Takes the lock, waiting for it. Not ended by interrupts. */
  void lock();

  /** Gives the lock back. */
  void unlock();
}
