package io.sudog.verify.fray;

import java.util.Collection;
import java.util.List;
import org.pastalab.fray.core.ThreadContext;
import org.pastalab.fray.core.randomness.Randomness;
import org.pastalab.fray.core.scheduler.POSScheduler;
import org.pastalab.fray.core.scheduler.Scheduler;

/**
 * Fray's partial-order sampling, and now and then a step of whoever is drawn. By itself it lets two
 * threads that wait for a spin lock give way to each other for ever, and the holder, which is
 * behind both in its order, never unlock.
 */
final class FairScheduler extends Scheduler {
  // Guess: rare enough to leave the sampling what it is, often enough to end such a wait within
  // some hundred steps.
  private static final int ONE_IN = 16;

  private final Scheduler sampling;

  FairScheduler(Randomness randomness) {
    super(randomness);
    sampling = new POSScheduler(randomness);
  }

  @Override
  public ThreadContext scheduleNextOperation(
      List<ThreadContext> runnable, Collection<ThreadContext> all) {
    ThreadContext next = sampling.scheduleNextOperation(runnable, all);
    boolean alone = runnable.size() == 1;
    return alone || draw(ONE_IN) != 0 ? next : runnable.get(draw(runnable.size()));
  }

  private int draw(int bound) {
    return Math.floorMod(nextInt(), bound);
  }

  @Override
  public Scheduler nextIteration(Randomness randomness) {
    return new FairScheduler(randomness);
  }
}
