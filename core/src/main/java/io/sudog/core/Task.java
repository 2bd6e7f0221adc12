package io.sudog.core;

/**
 * What a goroutine runs: the function value of Go's {@code go f()}. Unlike a Runnable it may throw
 * anything; what leaves it is a panic, see {@link Go#run}.
 *
 * @see <a href="https://go.dev/ref/spec#Go_statements">Go statements in the Go specification</a>
 */
@FunctionalInterface
public interface Task {
  /**
   * Runs the goroutine's body.
   *
   * @throws Exception what is to end the program as a panic
   */
  void run() throws Exception;
}
