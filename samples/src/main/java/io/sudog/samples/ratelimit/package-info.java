/**
 * Rate limiting: a limiter is nothing but a channel of tokens, and to wait for one's turn is to
 * receive one.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>Requests stand in a channel; the server takes one after the other.
 *   <li>Before each it receives a token, no longer than its context goes on.
 *   <li>A steady limiter's tokens are a ticker's ticks: one request a period. Ticks nobody takes
 *       are lost, so a pause earns nothing.
 *   <li>A bursty limiter's tokens come out of a buffered channel, which is full at first. The
 *       filler puts each tick into it if there is room, so a pause earns a burst, as large as the
 *       buffer.
 *   <li>When the context ends, the wait for a token throws, and the filler ends.
 * </ol>
 *
 * <pre>
 *   steady:  ticker ───────────────────────────┐
 *                                              ├─tokens─┐
 *   bursty:  ticker ──&gt; filler ──&gt; [● ● ●] ────┘        v
 *                                      requests ──&gt; server ──&gt; served
 * </pre>
 *
 * <p>Start with {@link io.sudog.samples.ratelimit.Limiter}.
 */
@NullMarked
package io.sudog.samples.ratelimit;

import org.jspecify.annotations.NullMarked;
