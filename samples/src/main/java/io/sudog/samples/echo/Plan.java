package io.sudog.samples.echo;

import java.time.Duration;

/**
 * What a load is made of.
 *
 * @param address of the server
 * @param connections how many
 * @param size of a message, in bytes
 * @param warmUp how long it runs before it is measured
 * @param length how long it is measured
 */
record Plan(String address, int connections, int size, Duration warmUp, Duration length) {}
