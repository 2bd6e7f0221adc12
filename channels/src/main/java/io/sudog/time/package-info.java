/**
 * Go's timers and tickers: times that can be received from a channel, with the meaning they have
 * since Go 1.23.
 *
 * <p><b>The data's way</b>: a time from a timer to its receiver.
 *
 * <ol>
 *   <li>{@link io.sudog.time.Timer#start} writes down when the timer is due, and that is all.
 *   <li>Who receives, or selects, compares that with the clock: due, the time is taken and, for a
 *       ticker, the next due time put in its place, whole periods later.
 *   <li>Not due, the receiver's sudog joins the queue, and with the first of them a runtime timer
 *       the heap of the receiver's P.
 *   <li>When it fires, it hands the time to the first receiver and readies it. When the last
 *       receiver has left, it is taken out of the heap.
 * </ol>
 *
 * <pre>
 *   start, reset, stop ──▶ when, period ◀── now? ── receive, select
 *                               │                        │ not yet
 *                               │                        ▼
 *                    P's timer heap ── fires ──▶ receivers: sg ─▶ sg
 * </pre>
 *
 * <p>{@link io.sudog.time.Timer#afterFunc} has no channel: it stands in the heap while it runs, and
 * starts a goroutine.
 *
 * <p><b>Locks</b>: a timer's channel has one, as every channel; the lock of a timer heap is taken
 * under it.
 *
 * <p>Start reading with {@code TimerCore}. TimerConformanceTest and TickerConformanceTest show Go's
 * behaviour id by id, TimerStressTest that no value is lost, early or stale.
 */
@NullMarked
package io.sudog.time;

import org.jspecify.annotations.NullMarked;
