/**
 * Publish and subscribe: a broker that is one goroutine, and so needs no lock around its list of
 * subscribers.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>A subscriber gets a channel with a buffer. Subscribing, and leaving, is a message to the
 *       broker over an unbuffered channel: once it is sent, it counts for all that is published
 *       after.
 *   <li>A publisher sends a message to the broker, which looks up who wants it.
 *   <li>Where a subscriber's buffer has room, that gets it at once. Where it has none, the policy
 *       decides. {@code DROP}: that subscriber misses it, and the miss is counted. {@code BLOCK}:
 *       the broker takes no further message until there is room; but it goes on to let subscribers
 *       come and leave, or it would wait for ever for one that left instead of reading.
 *   <li>The broker is closed: it delivers what it has taken, then closes the subscribers' channels,
 *       at which their loops end. Its context ends: it closes them at once.
 * </ol>
 *
 * <pre>
 *   publisher ─┐ publish   ┌────────┐ ──messages──&gt; subscriber
 *   publisher ─┴──────────&gt;│ broker │ ──messages──&gt; subscriber
 *   subscriber ──join─────&gt;│        │      …
 *   subscriber ──leave────&gt;└────────┘ &lt;── stop, ctx.done()
 * </pre>
 *
 * <p>Only the broker sends into a subscriber's channel, and only the broker closes it. Start with
 * {@link io.sudog.samples.pubsub.Broker}: a select loop that switches its clauses on and off.
 */
@NullMarked
package io.sudog.samples.pubsub;

import org.jspecify.annotations.NullMarked;
