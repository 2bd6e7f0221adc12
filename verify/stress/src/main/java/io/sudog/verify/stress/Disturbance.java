package io.sudog.verify.stress;

/** What goes on beside the channels of a program; {@link Beside} has what each does. */
enum Disturbance {
  /** A loop that never yields. */
  HOG(5, true),
  /** Changes GOMAXPROCS all the time. */
  RESIZER(4, true),
  /** Is tied to its OS thread. */
  TIED(4, false),
  /** Takes stack traces of all goroutines. */
  SPY(5, false),
  /** Mutex, RWMutex and Semaphore, one inside the other. */
  LOCKS(3, false),
  /** A queue made of Cond. */
  CONDITIONS(3, false),
  /** Timers started, stopped, reset, and their functions. */
  TIMERS(3, false),
  /** Tickers. */
  TICKERS(5, false),
  /** Trees of contexts, ended by hand, by time, and by their parents. */
  CONTEXTS(3, false),
  /** Goexit, exceptions that are caught, and goroutines that end at once. */
  ENDINGS(3, false),
  /** Groups of tasks with a limit, calls that are shared, and what is done once. */
  GROUPS(4, false),
  /** Blocking calls, JDK locks and monitors. */
  BLOCKING(3, false),
  /** Channels that are closed under everybody. */
  CLOSES(3, false),
  /** Connections over loopback, with deadlines and closes. */
  SOCKETS(6, false);

  /** One program in how many has it. */
  final int rarity;

  /** Whether the JDK's scheduler could not run it. */
  final boolean needsGmp;

  Disturbance(int rarity, boolean needsGmp) {
    this.rarity = rarity;
    this.needsGmp = needsGmp;
  }
}
