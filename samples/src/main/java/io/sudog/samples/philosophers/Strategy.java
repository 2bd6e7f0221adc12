package io.sudog.samples.philosophers;

import io.sudog.context.Context;

/** How a philosopher gets the two forks. */
@FunctionalInterface
interface Strategy {
  /**
   * Takes both forks, has the meal, and puts them back.
   *
   * @param ctx ends the wait for a fork; what is thrown then is its {@link Context#err}, and no
   *     fork is held
   * @param seat the philosopher's, from 0; his forks are the one of that number and the next
   * @param meal what to do with the forks
   */
  void eat(Context ctx, int seat, Runnable meal);
}
