package io.sudog.testing;

import org.jspecify.annotations.Nullable;

/**
 * A point inside a method at which a test lets something else happen, on the same thread: a race
 * that hits a window of a nanosecond, made certain. {@link Twin} puts it into code.
 */
public final class Seam {
  private static @Nullable Runnable meanwhile;

  private Seam() {}

  /**
   * Says what happens at the next {@link #pass}, and only there. For one thread.
   *
   * @param action what
   */
  public static void atNextPass(Runnable action) {
    meanwhile = action;
  }

  /**
   * The point.
   *
   * @return true, so that it may stand in a condition
   */
  public static boolean pass() {
    Runnable action = meanwhile;
    meanwhile = null;
    if (action != null) {
      action.run();
    }
    return true;
  }
}
