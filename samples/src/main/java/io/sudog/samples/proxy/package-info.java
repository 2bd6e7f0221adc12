/**
 * A TCP proxy: a listener, a dial and {@code io.Copy} both ways, as the proxies in Go's tutorials
 * are built, with the ends of connections passed on as they came.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>The server takes a place of a semaphore and only then accepts: connections beyond the limit
 *       wait in the system's queue, as with {@code netutil.LimitListener}.
 *   <li>A tunnel, one goroutine a connection, dials the target. Where that fails the client is
 *       closed.
 *   <li>Two goroutines of an errgroup copy, one each way, through one buffer each. A reader that is
 *       slow stops the writer behind it, and so the peer that sends: nothing piles up here.
 *   <li>The end of one stream is passed on by closeWrite, and the other way goes on. The tunnel is
 *       over when both have ended.
 *   <li>An error on either side resets both, so that nobody takes a part for the whole. So does the
 *       end of the context.
 * </ol>
 *
 * <pre>
 *            ┌──────────── tunnel ────────────┐
 *   client ──┤ read ──&gt; 64 KiB ──&gt; write ├──&gt; server
 *          &lt;─┤ write &lt;── 64 KiB &lt;── read ├───
 *            └────────────────────────────────┘
 * </pre>
 *
 * <p>Start with {@link io.sudog.samples.proxy.Tunnel}.
 */
@NullMarked
package io.sudog.samples.proxy;

import org.jspecify.annotations.NullMarked;
