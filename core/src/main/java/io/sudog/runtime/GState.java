package io.sudog.runtime;

/** The states of a G that Go names; the runtime's own word is finer, see {@link G}. */
public enum GState {
  /** A descriptor that is no goroutine yet, or no more. */
  IDLE,
  /** In a run queue. */
  RUNNABLE,
  /** On an M. */
  RUNNING,
  /** On an M, in {@code Go.blocking}; its P may be taken. */
  SYSCALL,
  /** Parked. */
  WAITING,
  /** Ended. */
  DEAD
}
