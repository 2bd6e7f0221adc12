package io.sudog.samples.loadbalancer;

/**
 * What a worker had to do.
 *
 * @param worker its number, from 1
 * @param requests how many it was given
 * @param mostPending how many it had at most at a time
 */
record Load(int worker, int requests, int mostPending) {}
