package io.sudog.lincheck;

import io.sudog.runtime.ForeignThread;
import io.sudog.runtime.Sched;
import io.sudog.runtime.WaitReason;
import org.jspecify.annotations.Nullable;

/**
 * A thread of the check, outside of an operation: nobody would ever wake it, so it may use whatever
 * does not wait.
 */
class Outsider extends ForeignThread {
  private @Nullable WaitReason reason;

  Outsider() {}

  @Override
  public void prepare(WaitReason why, @Nullable Object on) {
    reason = why;
  }

  @Override
  public void prepareTimed(WaitReason why, @Nullable Object on) {
    prepare(why, on);
  }

  @Override
  public void park() {
    // Its records stay in queues: another must not find them there.
    ForeignThread.replace(new Outsider());
    throw Misuse.ofWait(String.valueOf(reason));
  }

  @Override
  protected void parkInterruptibly(int round) {
    park();
  }

  @Override
  public void ready() {
    // Too late: it has thrown.
  }

  @Override
  public final Sched timers() {
    throw Misuse.ofScheduler();
  }
}
