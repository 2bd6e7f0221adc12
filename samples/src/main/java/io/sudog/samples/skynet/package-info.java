/**
 * A tree of a million goroutines: each inner one starts ten more and adds up what they send, each
 * leaf sends its number.
 *
 * <p>The data's way: a leaf sends its ordinal into its parent's channel; a parent receives as often
 * as it has children and sends the sum into its own parent's; what comes out of the root is 0 + 1 +
 * … + 999,999.
 *
 * <pre>
 *                  root
 *          ┌────────┼────────┐          branching 10, size 1,000,000:
 *         0…     100000…    …           1,111,111 goroutines on seven levels
 *       ┌──┼──┐   ┌──┼──┐
 *       0  1  …
 * </pre>
 *
 * <p>Start with {@link io.sudog.samples.skynet.Skynet}.
 */
@NullMarked
package io.sudog.samples.skynet;

import org.jspecify.annotations.NullMarked;
