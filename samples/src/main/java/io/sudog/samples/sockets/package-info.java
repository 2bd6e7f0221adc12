/**
 * What the samples with sockets have in common: addresses and their errors in the words of the
 * command line, a server that starts a goroutine for each connection and ends with all of them, and
 * buffers that connections hand on to each other.
 *
 * <p>Start with {@link io.sudog.samples.sockets.Server}: the accept loop of every Go server, plus
 * the end that Go's examples leave out. {@link io.sudog.samples.sockets.BufferPool} is the leaky
 * buffer of "Effective Go".
 */
@NullMarked
package io.sudog.samples.sockets;

import org.jspecify.annotations.NullMarked;
