package io.sudog.samples.loadbalancer;

import io.sudog.channels.SendChan;
import java.util.concurrent.Callable;

/**
 * Something to do, and where the answer goes. The balancer never sees an answer.
 *
 * @param work what to do
 * @param answer of this requester
 */
record Request(Callable<Integer> work, SendChan<Integer> answer) {}
