/**
 * The network poller: turns readiness of sockets into runnable goroutines, as Go's {@code netpoll}.
 *
 * <p>Sockets are non-blocking; an operation that cannot proceed parks its goroutine in a direction
 * of the socket's {@code PollDesc}. The scheduler polls when it looks for work, so no goroutine
 * ever blocks in the selector; where goroutines run on the JDK's scheduler, a thread of ours does.
 *
 * <p><b>The data's way</b>, a readiness event to a running goroutine:
 *
 * <ol>
 *   <li>A read finds no bytes, arms its direction if it is not armed, stores its goroutine in the
 *       direction's word, and parks.
 *   <li>An M without work, or sysmon, calls the poller; the selector reports the socket readable.
 *   <li>The poller takes the goroutine out of the word, or latches READY when nobody waits yet.
 *   <li>The goroutines taken out go to the run queues in one batch, and the read tries again.
 * </ol>
 *
 * <pre>
 *   NIL --wait--> the waiter --event, deadline, close--> NIL, the waiter runnable
 *    '------------event, nobody waits-------------------> READY --next wait--> NIL, tries again
 * </pre>
 *
 * <p><b>Interest.</b> A direction stays armed, so a busy socket costs no {@code epoll_ctl}; it is
 * disarmed when the selector, which reports levels and not edges, keeps reporting what nobody waits
 * for.
 *
 * <p><b>Locks.</b> None that a goroutine may hold while it parks: a direction's word changes by
 * CAS, and one thread at a time is inside the selector. Deadlines are the scheduler's timers, set
 * under a spin lock of the direction. Who wants to read while another reads waits on the
 * connection's lock, above the descriptor: a direction has one waiter at most.
 */
@NullMarked
package io.sudog.netpoll;

import org.jspecify.annotations.NullMarked;
