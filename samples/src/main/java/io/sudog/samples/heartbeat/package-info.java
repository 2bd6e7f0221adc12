/**
 * A worker that shows it is alive, and a supervisor that replaces it when it does not: the
 * heartbeat and the steward of "Concurrency in Go".
 *
 * <p>No goroutine can be ended from outside. What a supervisor can do with one that hangs is to
 * tell it to stop, should it ever listen again, to stop listening to it, and to start another.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>The supervisor hands a job to the worker and remembers it.
 *   <li>The worker does the job step by step. Between the steps, and while it has nothing to do, it
 *       answers each tick of its pulse with a heartbeat.
 *   <li>Each heartbeat, and each result, sets the supervisor's alarm anew.
 *   <li>The alarm goes off: the supervisor ends the worker's context, drops the worker's channels,
 *       puts the job back, and starts a new worker with new channels. What the old one may yet send
 *       reaches nobody, so no result counts twice.
 *   <li>A job that has silenced too many workers is given up.
 * </ol>
 *
 * <pre>
 *                  ┌───────── jobs ────────&gt; ┌────────┐ &lt;─ pulse (a ticker)
 *   supervisor ────┤ &lt;─────── beats ──────── │ worker │
 *   ^   ^          │ &lt;────── results ─────── └────────┘
 *   │   alarm      └────── ctx.done() ──────────^
 *   ctx.done()
 * </pre>
 *
 * <p>Start with {@link io.sudog.samples.heartbeat.Supervisor}: one select, whose clauses it aims at
 * the channels of whichever worker there is.
 */
@NullMarked
package io.sudog.samples.heartbeat;

import org.jspecify.annotations.NullMarked;
