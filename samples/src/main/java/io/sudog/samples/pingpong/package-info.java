/**
 * Two goroutines play ping-pong over two unbuffered channels: what does a switch from one goroutine
 * to another cost?
 *
 * <p>The data's way: the server sends the ball into {@code table}, which wakes the returner and
 * parks the server; the returner sends it into {@code back}, which wakes the server and parks the
 * returner. A round trip is four channel operations and two switches.
 *
 * <pre>
 *   server ──table──&gt; returner
 *          &lt;──back───
 * </pre>
 *
 * <p>Start with {@link io.sudog.samples.pingpong.PingPong}.
 */
@NullMarked
package io.sudog.samples.pingpong;

import org.jspecify.annotations.NullMarked;
