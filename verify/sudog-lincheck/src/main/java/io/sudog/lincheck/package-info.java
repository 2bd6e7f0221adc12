/**
 * Linearizability of structures made of channels, checked by Lincheck.
 *
 * <p>{@link io.sudog.lincheck.StructureCheck} runs the check, and {@link
 * io.sudog.lincheck.Specification} is a base for saying what operations mean. The user's classes
 * are plain ones. Lincheck knows an operation that waits as a suspending function of Kotlin, and so
 * {@code SuspendingClass} makes a class at run time in which each operation looks like one.
 *
 * <p>The data's way, for one operation that has to wait:
 *
 * <ol>
 *   <li>{@code Scenarios} has put the suspending form of the operation into a scenario; Lincheck's
 *       thread calls it, and an {@code OperationCall} runs the user's method in a {@code
 *       Coroutine}, with an {@code OperationWaiter} in the thread's place.
 *   <li>A primitive of Sudog's enqueues that waiter and parks it: the coroutine is left, and the
 *       call returns Kotlin's mark that it is suspended.
 *   <li>Another operation readies the waiter, and Lincheck's interceptor notes that.
 *   <li>Lincheck's thread goes on with the call when it is that thread's turn, and the operation
 *       returns from its park.
 *   <li>Lincheck compares the results with those of the specification, whose operations wait in the
 *       same kind of coroutine, on one thread.
 *   <li>{@code TraceText} takes this module's own calls out of what Lincheck reports.
 * </ol>
 *
 * <pre>
 *   Lincheck's thread   put ─▶ OperationCall ─▶ step ┐        ┌▶ step ─▶ result
 *   coroutine                                        └▶ park ─┘└▶ rest of put
 *   another thread                               take ─▶ ready ─┘
 * </pre>
 *
 * <p>Some of it leans on what Lincheck does not promise: names of its fields ({@code TraceFrames}),
 * how it words a trace ({@code TraceText}), that an actor says itself whether it suspends ({@code
 * Scenarios}), calls that are not shown ({@code StructureCheck}). The tests notice when a release
 * changes that. Start reading at {@code OperationWaiter}.
 */
@org.jspecify.annotations.NullMarked
package io.sudog.lincheck;
