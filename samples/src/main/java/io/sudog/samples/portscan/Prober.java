package io.sudog.samples.portscan;

import io.sudog.context.Context;

/** Looks whether a port is open. Called by many goroutines at the same time. */
@FunctionalInterface
interface Prober {
  /**
   * Looks whether a port is open.
   *
   * @param ctx ends the attempt
   * @param port which
   * @return what is known now
   * @throws Exception when nothing is
   */
  State probe(Context ctx, int port) throws Exception;
}
