/**
 * Power series as goroutines: Doug McIlroy's "Squinting at Power Series", which Go's own tests have
 * kept as {@code powser1.go}. A series is a channel along which its coefficients flow, an operation
 * is a goroutine between channels, and an equation is a loop of them.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>Whoever wants a coefficient sends a demand; the goroutine behind the series makes exactly
 *       one coefficient and answers with it. So nothing runs ahead, although most series are
 *       endless.
 *   <li>To answer, an operation demands what it needs of its own inputs, of two at the same time.
 *   <li>A split lets two read one series, each at its own pace: a chain of goroutines holds what
 *       one has read and the other has not, one coefficient each.
 *   <li>A finite series closes its channel.
 * </ol>
 *
 * <pre>
 *   exp(U):  Z' = Z U', so Z is the integral of Z U', with constant 1
 *
 *                 ┌──────────────────── first ───────────────────────┐
 *                 v                                                  │
 *   U ─&gt; diff ─&gt; mul ─&gt; integrate ─&gt; (demands &lt;─, ─&gt; terms) ─&gt; split ─┴─ second ─&gt; Z
 * </pre>
 *
 * <p>Start with {@link io.sudog.samples.powser.Series}, which has the channels; {@code Algebra} has
 * the operations, {@code Split} the readers at different paces. Which terms an equation gives, and
 * what becomes of one that gives none, shows {@code AlgebraTest}.
 *
 * @see <a href="https://swtch.com/~rsc/thread/squint.pdf">Squinting at Power Series</a>
 */
@NullMarked
package io.sudog.samples.powser;

import org.jspecify.annotations.NullMarked;
