/**
 * A port scanner: very many dials, but never more than so many at a time. The exercise of the book
 * "Black Hat Go", with an errgroup in place of its worker pool.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>The feeder goes through the ports and starts a goroutine of an errgroup for each; the
 *       group's limit makes it wait while too many are under way.
 *   <li>Each goroutine dials its port under a context with a time-out, hangs up at once, and sends
 *       what came of it to the collector.
 *   <li>The collector counts, keeps the open ports in order, and tells how far it is. It receives
 *       until the feeder, having waited for the last dial, closes the channel.
 *   <li>A dial that fails for want of a descriptor says nothing about its port: it ends the scan.
 * </ol>
 *
 * <pre>
 *             ┌ dial ─┐
 *   feeder ───┤ dial  ├──outcomes──&gt; collector ──&gt; progress, open ports
 *     limit   └ dial ─┘               ^
 *                                     └ ticker
 * </pre>
 *
 * <p>Start with {@link io.sudog.samples.portscan.Scanner}.
 */
@NullMarked
package io.sudog.samples.portscan;

import org.jspecify.annotations.NullMarked;
