/**
 * {@code ./sudog stress}: random programs over all of Sudog, each checked for what must hold of any
 * program.
 *
 * <p>The way of a program: {@link io.sudog.verify.stress.Generator} makes a {@link
 * io.sudog.verify.stress.Plan} out of a seed; {@link io.sudog.verify.stress.Program} carries it out
 * and writes down what was sent and received; {@link io.sudog.verify.stress.Ledger} compares the
 * two; {@link io.sudog.verify.stress.Runner} watches that something moves, and that nothing is left
 * behind.
 *
 * <pre>
 *   Main ── java … Child ── Runner ──┬── Generator ── Plan
 *    │  one JVM for each number      ├── Program ── Sending, Receiving, Disturbance
 *    │  of processors and collector  ├── Ledger, Leftovers
 *   table                            └── Trace
 * </pre>
 *
 * <p>No program can deadlock by itself: its channels form a graph without cycles, a lock that is
 * held across a send belongs to that channel, and each channel that fills has a receiver that
 * stays. So a program that stands still is a bug of Sudog's.
 */
@NullMarked
package io.sudog.verify.stress;

import org.jspecify.annotations.NullMarked;
