package io.sudog.runtime;

/** Makes a poller for each scheduler; found through {@link java.util.ServiceLoader}. */
public interface PollerProvider {
  /**
   * Makes a poller.
   *
   * @return a poller of the scheduler's own
   */
  Poller create();
}
