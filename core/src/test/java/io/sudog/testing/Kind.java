package io.sudog.testing;

/** What kind of thread runs a piece of a test. */
public enum Kind {
  /** A goroutine of the harness's scheduler. */
  GOROUTINE,
  /** A daemon platform thread. */
  PLATFORM,
  /** A virtual thread of the JDK's that is no goroutine. */
  VIRTUAL;

  /**
   * One kind after the other.
   *
   * @param i a child's number
   * @return its kind
   */
  public static Kind inTurn(int i) {
    return switch (i % 3) {
      case 1 -> PLATFORM;
      case 2 -> VIRTUAL;
      default -> GOROUTINE;
    };
  }

  /**
   * Goroutines, but each fourth child is a platform thread, and each fourth a virtual one.
   *
   * @param i a child's number
   * @return its kind
   */
  public static Kind mixed(int i) {
    return switch (i % 4) {
      case 1 -> PLATFORM;
      case 3 -> VIRTUAL;
      default -> GOROUTINE;
    };
  }
}
