package io.sudog.samples.heartbeat;

/** What the supervisor sees. */
sealed interface Event {
  /** A worker starts; the first is number 1. */
  record Started(int worker) implements Event {}

  /** A worker has done a job. */
  record Done(int worker, Job job, int beats) implements Event {}

  /** A worker without a job went silent and was replaced. */
  record IdleSilent(int worker) implements Event {}

  /** A worker went silent over a job and was replaced. */
  record Silent(int worker, Job job, int beats) implements Event {}

  /** A job has silenced as many workers as it may. */
  record GivenUp(Job job) implements Event {}
}
