/**
 * A server of static files over HTTP/1.1: a goroutine a connection that reads a request, answers
 * it, and reads the next, as Go's {@code http.FileServer} below {@code http.Server} does.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>The server accepts a connection, starts a goroutine for it, and keeps it in a set.
 *   <li>The reader collects bytes until a request's head is whole; what follows it is the next
 *       request, so pipelined ones are answered in order. The time until the head is whole is
 *       limited by a read deadline.
 *   <li>The parser makes a request of the head or says what is wrong with it: pure, and strict
 *       where two readers could understand two things.
 *   <li>The file tree finds what the path leads to, by the real paths of files, so that neither
 *       dots nor links lead out of the tree.
 *   <li>The responder compares the request's conditions and range with the file and makes a
 *       response.
 *   <li>The connection writes head and content through a buffer that goes round among all
 *       connections. Files are read in {@code Go.blocking}, for no poller waits for a disk.
 * </ol>
 *
 * <p>Nothing is shared between connections but the buffers and the set of the connections. When the
 * server's context ends, the listener is closed, deadlines in the past end the reads of idle
 * connections, and those that answer a request finish that.
 *
 * <pre>
 *   accept ──go──┬ connection: RequestReader ─&gt; Request.parse ─&gt; Responder ─&gt; Response ─&gt; write
 *    ^           ├ connection                                    │
 *    │           └ connection                                    FileTree ── Go.blocking
 *   ctx.done(): close, then a deadline in the past for each
 * </pre>
 *
 * <p>Start with {@link io.sudog.samples.httpd.Connection}.
 */
@NullMarked
package io.sudog.samples.httpd;

import org.jspecify.annotations.NullMarked;
