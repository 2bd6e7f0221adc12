/**
 * The concurrent prime sieve: one goroutine a prime, each passing on what its prime does not
 * divide.
 *
 * <p>The data's way: {@code generate} sends 2, 3, 4, …; the first number that comes out of the
 * chain is a prime, and a filter for it joins the chain's end. All channels are unbuffered, so no
 * number is sent before someone wants it.
 *
 * <pre>
 *   generate ──2 3 4 5…──&gt; filter 2 ──3 5 7 9…──&gt; filter 3 ──5 7 11…──&gt; filter 5 ──&gt; … ──&gt; the next prime
 * </pre>
 *
 * <p>Start with {@link io.sudog.samples.sieve.Sieve#primes}.
 */
@NullMarked
package io.sudog.samples.sieve;

import org.jspecify.annotations.NullMarked;
