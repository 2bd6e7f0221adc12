/**
 * The network poller: turns readiness of sockets into runnable goroutines, as Go's {@code netpoll}.
 *
 * <p>Sockets are non-blocking; an operation that cannot proceed parks its goroutine in the socket's
 * poll descriptor. The scheduler polls when it looks for work, so no goroutine ever blocks in the
 * selector.
 *
 * <p><b>The data's way</b>, a readiness event to a running goroutine:
 *
 * <ol>
 *   <li>A read finds no bytes, stores its goroutine in {@code readWaiter} of the {@code PollDesc},
 *       and parks.
 *   <li>An M without work, or sysmon, calls the poller; the selector reports the socket readable.
 *   <li>The poller takes the goroutine out of {@code readWaiter}, or latches READY when nobody
 *       waits yet.
 *   <li>The goroutines taken out go to the run queues in one batch, and the read tries again.
 * </ol>
 *
 * <pre>
 *   NIL --wait--> WAIT --park commits--> the G --event--> NIL, G runnable
 *    '-----------------event, nobody waits-----------------> READY --next read--> NIL
 * </pre>
 *
 * <p><b>Locks.</b> None that a goroutine may hold while it parks: both words of a poll descriptor
 * change by CAS, and one M at a time is inside the selector.
 */
@NullMarked
package io.sudog.netpoll;

import org.jspecify.annotations.NullMarked;
