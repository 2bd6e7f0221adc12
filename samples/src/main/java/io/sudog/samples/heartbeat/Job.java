package io.sudog.samples.heartbeat;

/**
 * What a worker is given to do.
 *
 * @param number names it
 * @param attempt 1, and one more for each worker it has silenced
 */
record Job(int number, int attempt) {
  Job again() {
    return new Job(number, attempt + 1);
  }
}
