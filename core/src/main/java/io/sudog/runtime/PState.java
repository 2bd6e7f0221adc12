package io.sudog.runtime;

/** The states of a P. */
public enum PState {
  /** Not held by any M. */
  IDLE,
  /** Held by an M that runs or looks for goroutines. */
  RUNNING,
  /** Held by an M whose goroutine is in {@code Go.blocking}; sysmon may take it. */
  SYSCALL,
  /** Stopped for a change of GOMAXPROCS. */
  GCSTOP,
  /** Gone: taken from its M and replaced, or GOMAXPROCS shrank. */
  DEAD
}
