package io.sudog.samples.structures;

import io.sudog.channels.Chan;

/** A counting semaphore: a channel with a slot for each permit, filled while that is taken. */
public final class Permits {
  private final Chan<Boolean> taken;

  /**
   * Makes a semaphore whose permits are all free.
   *
   * @param permits how many, 1 or more
   */
  public Permits(int permits) {
    if (permits < 1) {
      throw new IllegalArgumentException("permits is " + permits + ": give 1 or more");
    }
    taken = Chan.make(permits);
  }

  /** Takes a permit, and waits for one if none is free. */
  public void acquire() {
    taken.send(true);
  }

  /**
   * Takes a permit if one is free.
   *
   * @return whether it was taken
   */
  public boolean tryAcquire() {
    return taken.trySend(true);
  }

  /**
   * Gives a permit back.
   *
   * @throws IllegalStateException when none is taken
   */
  public void release() {
    if (!taken.tryReceive().ok()) {
      throw new IllegalStateException("release of a permit that nobody has taken");
    }
  }
}
