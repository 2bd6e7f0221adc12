/**
 * The pipeline of Go's article on pipelines and cancellation: numbers are generated, squared by a
 * bounded number of workers (fan-out), and merged into one channel again (fan-in).
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>{@code generate} sends 1, 2, 3, … and closes its channel after the last.
 *   <li>Workers receive from that one channel, each whenever it is free, and send squares into a
 *       channel of their own, which each closes when there are no numbers any more.
 *   <li>{@code merge} has a goroutine for each worker that copies its squares into one channel; the
 *       closer waits for all of them and closes it.
 *   <li>The caller ranges over that channel. If it wants no more before the end, it cancels the
 *       context: every stage waits to send <em>or</em> for the context's end, so all of them end,
 *       each closing its channel behind it.
 * </ol>
 *
 * <pre>
 *               ┌─&gt; square 1 ──&gt; copy ┐
 *   generate ───┼─&gt; square 2 ──&gt; copy ┼──&gt; the caller
 *        ^      └─&gt; square w ──&gt; copy ┘        │
 *        │            ^            ^           │
 *        └────────────┴── done ────┴───────────┘
 * </pre>
 *
 * <p>Without that, whoever waits to send would wait for ever: {@code pipeline --take 3 --no-cancel}
 * shows how many do. Start with {@link io.sudog.samples.pipeline.Pipeline}.
 */
@NullMarked
package io.sudog.samples.pipeline;

import org.jspecify.annotations.NullMarked;
