/**
 * MD5 sums of all files of a tree: the bounded pipeline of Go's article on pipelines and
 * cancellation, with the output of {@code find DIR -type f -print0 | xargs -0 md5sum} sorted by
 * path.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>The walker lists folders in the order of the output and sends a {@code Job} for every
 *       regular file. It first takes a place in the {@code window}, so that it never runs far ahead
 *       of the output.
 *   <li>A fixed number of digesters receive jobs, read the file piece by piece, and send a {@code
 *       Result}.
 *   <li>The collector puts sums that come early aside until it is their turn, gives each to the
 *       caller, and frees its place in the window.
 *   <li>At the first failure the collector closes {@code done}, which stops the digesters, and the
 *       window, which stops the walker, and throws.
 * </ol>
 *
 * <pre>
 *             ┌──────────────── window ────────────────┐
 *             v                                        │
 *   walker ──jobs──&gt; digester 1 ┐                      │
 *                    digester 2 ├─results─&gt; collector ─┴─&gt; sums, sorted by path
 *                    …          │
 *                    digester n ┘  &lt;── done ───┘
 * </pre>
 *
 * <p>Memory is bounded by the window, one read buffer a digester, and the folders on the path the
 * walker is in; not by the tree. Start with {@link io.sudog.samples.md5all.Md5All}; {@code
 * PathBytes} says how names stay bytes.
 */
@NullMarked
package io.sudog.samples.md5all;

import org.jspecify.annotations.NullMarked;
