/**
 * Go's channels: typed queues between goroutines, buffered and unbuffered, on which either side
 * waits for the other.
 *
 * <p><b>The data's way</b>: a value from send to receive.
 *
 * <ol>
 *   <li>{@link io.sudog.channels.Chan#send} offers it to the {@code ChanCore}: under the lock, a
 *       waiting receiver gets it directly, else a free slot of the ring.
 *   <li>Where neither is, the value goes into the sender's sudog, the sudog into {@code sendQueue},
 *       and the sender parks.
 *   <li>{@link io.sudog.channels.Chan#receive} takes the head of the ring and moves the first
 *       waiting sender's value to the tail in the same critical section, so the order holds; with
 *       no ring it takes that value itself. Where nothing is, its sudog goes into {@code
 *       receiveQueue}.
 *   <li>Whoever completes a partner's operation writes the outcome into the partner's sudog,
 *       unlocks, and readies the partner.
 *   <li>{@code close} marks the channel, collects all waiters under the lock and readies them
 *       after.
 * </ol>
 *
 * <pre>
 *   send ──▶ receiver waits? ── yes ──▶ hand over ─────────────▶ receive
 *                │ no                                               ▲
 *                ▼                                                  │
 *            room in the ring? ── yes ──▶ [ . v v v . ] ── head ────┤
 *                │ no                          ▲ tail               │
 *                ▼                             │                    │
 *            sendQueue: sg ─▶ sg ──────────────┴── (capacity 0) ────┘
 * </pre>
 *
 * <p><b>Locks</b>: one a channel, a spin lock that is never held while parking; under it no other
 * runtime lock is taken, but by a select those of its other channels. <b>Wake-up</b>: see {@code
 * Waiter} in the runtime: prepare before the sudog becomes visible, ready after unlocking.
 *
 * <p>Every kind of channel is a {@code Selectable} (package {@code internal}): this package's, a
 * timer's, a context's. A wait that a context may end carries a ticket in its record, as a select's
 * records do.
 *
 * <p>Start reading with {@code ChanCore}. ChanConformanceTest shows Go's behaviour id by id,
 * ChanCoreTest the core under a callback waiter, ChanStressTest that nothing is lost or doubled.
 */
@NullMarked
package io.sudog.channels;

import org.jspecify.annotations.NullMarked;
