/**
 * Structures made of channels, in Java: a queue, a semaphore, a rendezvous, a mailbox. The module
 * sudog-lincheck checks in its tests that each of them is linearizable, as one would check one's
 * own; docs/guide/lincheck.md tells how.
 *
 * <p>The data's way, through {@code structures} at work:
 *
 * <ol>
 *   <li>Porters carry numbers through a {@code BoundedQueue}, and no more of them at a time than
 *       {@code Permits} allow.
 *   <li>Each number is asked for at a {@code Meeting}, and the answer is posted as a letter.
 *   <li>Main takes all letters out of the {@code Mailbox}, urgent ones first.
 * </ol>
 *
 * <pre>
 *   main ─ queue ─▶ porter ─ permits ─ meeting ⇄ clerk
 *     ▲                │
 *     └─── mailbox ◀───┘
 * </pre>
 *
 * <p>Start with {@code BoundedQueue}.
 */
@NullMarked
package io.sudog.samples.structures;

import org.jspecify.annotations.NullMarked;
