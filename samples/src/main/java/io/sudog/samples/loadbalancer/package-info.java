/**
 * The load balancer of Rob Pike's talk "Concurrency is not parallelism": requests go to the worker
 * with the fewest, which a heap knows, and no lock is in sight.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>A requester sends a {@code Request}, a piece of work with a channel for the answer, into
 *       {@code work}, and waits for the answer before it sends the next.
 *   <li>The balancer selects over {@code work} and {@code done}. A request goes into the channel of
 *       the worker on top of the heap, which has then one more pending.
 *   <li>The worker does the work, sends the answer straight to the requester, and itself into
 *       {@code done}: the balancer counts one less, and moves it in the heap.
 *   <li>After the last request {@code work} is closed. The balancer switches that clause off, waits
 *       for what is pending, and closes the workers' channels.
 * </ol>
 *
 * <pre>
 *   requester 1 ┐                        ┌──&gt; worker 1 ┐
 *   requester 2 ┼──work──&gt; balancer ─────┼──&gt; worker 2 ┼──done──&gt; balancer
 *   …           ┘          (heap by      └──&gt; …        ┘
 *        ^                  pending)             │
 *        └──────────────── answer ───────────────┘
 * </pre>
 *
 * <p>The heap and all numbers in it belong to the balancer's goroutine: that is why they need no
 * lock. Start with {@link io.sudog.samples.loadbalancer.Balancer}.
 */
@NullMarked
package io.sudog.samples.loadbalancer;

import org.jspecify.annotations.NullMarked;
