/**
 * An echo server, the hello world of network programs, and a load generator that measures it.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>The server accepts a connection and starts a goroutine, which writes back whatever it
 *       reads: {@code io.Copy(conn, conn)}.
 *   <li>Each goroutine of the load dials a connection, says so, and waits until all have: the start
 *       is the close of a channel.
 *   <li>It writes a message, reads it back whole, compares it byte by byte, and records how long
 *       that took; until the conductor says stop. Nothing is allocated on that way.
 *   <li>The conductor, a goroutine of the same group, tells each second how many messages there
 *       were, forgets the warm-up, and ends the load. The first goroutine to fail ends all.
 * </ol>
 *
 * <pre>
 *   load ──message──&gt; server: a goroutine a connection
 *    │  &lt;───echo─────
 *    │
 *    └─latency─&gt; recorder ─interval histograms─&gt; conductor ─&gt; progress, result
 * </pre>
 *
 * <p>The load is closed: a connection sends its next message when it has the last one back. So the
 * rate follows the latency, and while the server stands still nobody measures how long those wait
 * who would have come in the meantime (what Gil Tene calls coordinated omission).
 *
 * <p>Start with {@link io.sudog.samples.echo.Load}.
 */
@NullMarked
package io.sudog.samples.echo;

import org.jspecify.annotations.NullMarked;
