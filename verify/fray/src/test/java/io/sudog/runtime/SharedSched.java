package io.sudog.runtime;

/**
 * The process-wide scheduler, whose timers serve foreign threads, brought to rest: it starts no Ms,
 * which would outlive a scenario, and its timers run when the scenario says.
 */
public final class SharedSched {
  private SharedSched() {}

  /** Takes all Ps away, for good. */
  public static void rest() {
    var _ = sched().processors.stopTheWorld();
  }

  /**
   * Runs all timers, as an M does when their time has come.
   *
   * @return whether there were any
   */
  public static boolean runTimers() {
    int n = 0;
    for (P p : sched().processors.all()) {
      n += p.timers.runDue(RuntimeTimer.NEVER - 1);
    }
    return n > 0;
  }

  private static GmpSched sched() {
    return (GmpSched) Defaults.sched();
  }
}
