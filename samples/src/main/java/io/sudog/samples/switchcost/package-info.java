/**
 * What does it cost to hand a token over to somebody else and wait for it to come back? Measured
 * side by side for two processes, two platform threads, two JDK virtual threads and two goroutines.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>Each {@code HandOver} plays the same game: a token goes there and back between two parties;
 *       neither has anything else to do, so each hand-over is a switch from one to the other.
 *   <li>{@code SwitchCost} warms each up and finds how many round trips fill the wanted time; then
 *       it measures round after round, all kinds in turn, so that a disturbance of the machine hits
 *       all of them alike.
 *   <li>{@code Report} prints a table and a {@code BarChart}.
 * </ol>
 *
 * <pre>
 *   processes         this JVM ──pipe──&gt; a second JVM ──pipe──&gt; …        one byte, write(2) and read(2)
 *   platform threads  caller ──SynchronousQueue──&gt; echo ──SynchronousQueue──&gt; …
 *   virtual threads   the same code, on the JDK's scheduler
 *   goroutines        caller ──unbuffered channel──&gt; echo ──unbuffered channel──&gt; …
 * </pre>
 *
 * <p>The second process is a JVM and not {@code cat}, because it exists wherever this program runs
 * and because both sides then run the same loop. A SynchronousQueue is the JDK's unbuffered
 * channel; it spins for a moment before it blocks, so on an idle machine with several processors
 * two platform threads may hand over without a switch in the kernel.
 *
 * <p>Start with {@link io.sudog.samples.switchcost.SwitchCostCommand}, then {@code SwitchCost}.
 */
@NullMarked
package io.sudog.samples.switchcost;

import org.jspecify.annotations.NullMarked;
