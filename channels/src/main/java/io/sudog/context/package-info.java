/**
 * Go's contexts: the end of a request, its deadline and its values, carried through all that is
 * called on its behalf.
 *
 * <p><b>The data's way</b>: an end from {@code cancel} to those who wait.
 *
 * <ol>
 *   <li>{@link io.sudog.context.Context#withCancel} links the new context into the list of the
 *       nearest context above it that can end.
 *   <li>Somebody waits on {@link io.sudog.context.Context#done}: its sudog joins the context's
 *       queue. Somebody waits for a lock or a channel no longer than the context goes on ({@code
 *       lockUntil}, {@code receiveUntil}): its {@code Bound} joins the list as an action.
 *   <li>{@link io.sudog.context.CancelContext#cancel}, or a deadline's timer, walks the tree
 *       downwards. Each context is marked as ended, which closes its channel by the same write, and
 *       its waiters and actions are collected; then all locks are given back.
 *   <li>The waiters are readied, the actions run, and the parent forgets the context.
 * </ol>
 *
 * <pre>
 *   Background ◀── WithValue ◀── WithDeadline ◀─┬─ WithCancel ◀── WithCancel
 *                                  │ timer      ├─ action: start an afterFunc's goroutine
 *                                  ▼            └─ action: wake somebody in mutex.lockUntil(ctx)
 *                                cancel ──────────────────▶ downwards
 * </pre>
 *
 * <p><b>Locks</b>: one a context, as every channel; a parent's before its descendants'. The lock of
 * a timer heap is taken under it.
 *
 * <p>Start reading with {@code CancelNode}. ContextConformanceTest shows Go's behaviour id by id.
 */
@NullMarked
package io.sudog.context;

import org.jspecify.annotations.NullMarked;
