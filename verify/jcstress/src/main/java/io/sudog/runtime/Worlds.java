package io.sudog.runtime;

import java.lang.reflect.Constructor;

/**
 * A scheduler that does nothing by itself: it is made and never started, and its only P is taken,
 * so that nobody is woken. What the tests do to it is all that happens in it.
 */
final class Worlds {
  /** The scheduler. */
  static final GmpSched QUIET = quiet();

  /** An M that never runs, to be counted as a spinner. */
  static final M SPINNER = new M(QUIET, 0);

  private Worlds() {}

  // The constructor is private, and started() would start sysmon, which hands out a P that seems to
  // be stuck.
  private static GmpSched quiet() {
    Sched.Config config =
        new Sched.Config(
            "quiet",
            1,
            Tunables.SHRUNK,
            Clock.SYSTEM,
            Chance.SYSTEM,
            false,
            null,
            Sched.Kind.SHARED);
    try {
      Constructor<GmpSched> constructor = GmpSched.class.getDeclaredConstructor(Sched.Config.class);
      constructor.setAccessible(true);
      GmpSched sched = constructor.newInstance(config);
      sched.processors.lock();
      sched.processors.popIdleLocked();
      sched.processors.unlock();
      return sched;
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Lets go of what was drained into the global queue. */
  static void empty() {
    while (QUIET.global.poll() != null) {
      // Each is dropped.
    }
  }
}
