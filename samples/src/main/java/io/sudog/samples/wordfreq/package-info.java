/**
 * Counts the words of files: fan-out of chunks to counters, fan-in of their tables.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>Readers take files off a channel and cut each into chunks of at most 64 KiB, between two
 *       words.
 *   <li>Counters receive chunks from all readers, decode them and count into a table of their own,
 *       without locks.
 *   <li>When the last reader has closed {@code chunks}, each counter sends its table, and the
 *       collector adds them up.
 *   <li>At the first failure the collector closes {@code done}, at which the readers stop, and
 *       throws.
 * </ol>
 *
 * <pre>
 *            ┌ reader 1 ┐           ┌ counter 1 ┐
 *   files ──&gt;┤ …        ├──chunks──&gt;┤ …         ├──results──&gt; collector
 *            └ reader r ┘           └ counter c ┘
 *                 ^────────────────── done ───────────────────────┘
 * </pre>
 *
 * <p>Memory is bounded by the chunks in flight and the tables of distinct words; not by the files.
 * Start with {@link io.sudog.samples.wordfreq.WordFreq}; {@code Chunks} says where a file is cut
 * and {@code Words} what a word is.
 */
@NullMarked
package io.sudog.samples.wordfreq;

import org.jspecify.annotations.NullMarked;
