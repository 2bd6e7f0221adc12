/**
 * The Santa Claus problem (J. A. Trono, 1994): Santa sleeps until all nine reindeer are back from
 * their holidays, or three of the ten elves need help; reindeer come first, for the toys are due.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>A {@code Member}, reindeer or elf, sends a {@code Request} with a channel for the answer to
 *       the secretary of its kind.
 *   <li>The {@code Secretary} waits for nine, or three, tells each which {@code Party} it belongs
 *       to, and offers the party to Santa.
 *   <li>{@code Santa} selects in order: the reindeer's clause is the first, so when both kinds are
 *       ready he takes the reindeer.
 *   <li>He opens the door by closing a channel, waits until all of the party are in, does the work,
 *       and lets them out the same way. Only then does he look for the next party.
 *   <li>{@code Workshop} counts who is in, and objects to a mixture, a crowd, and a party that is
 *       not complete.
 *   <li>After the last Christmas the context ends, and with it every wait.
 * </ol>
 *
 * <pre>
 *   9 reindeer ──requests──&gt; secretary ──parties──&gt; ┐ 1st
 *        ^ └──────────── in, out ─────────────────&gt; Santa (select in order)
 *   10 elves ────requests──&gt; secretary ──parties──&gt; ┘ 2nd
 * </pre>
 *
 * <p>Start with {@link io.sudog.samples.santa.NorthPole}.
 */
@NullMarked
package io.sudog.samples.santa;

import org.jspecify.annotations.NullMarked;
