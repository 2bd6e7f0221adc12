package io.sudog.samples.heartbeat;

import java.util.List;

/**
 * How it ended.
 *
 * @param done the jobs done, in the order in which they were, with the attempt that succeeded
 * @param givenUp the jobs that silenced too many workers
 * @param restarts how many workers were replaced
 */
record Report(List<Job> done, List<Job> givenUp, int restarts) {}
