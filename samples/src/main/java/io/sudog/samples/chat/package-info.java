/**
 * A chat server: rooms, names, and nobody waits for a slow client. The chat server of "The Go
 * Programming Language" (8.10), grown up.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>Each connection is a session with two goroutines: one reads lines, the other writes what is
 *       in the session's outbox, a channel with a buffer.
 *   <li>A session comes to the hall, one goroutine that owns the names and knows who is in which
 *       room. It gives the session a name and takes it into the lobby; the reader gets the room as
 *       the answer to its request.
 *   <li>What is said goes from the reader straight to the room, one goroutine that owns the list of
 *       its members, and from there into every other member's outbox.
 *   <li>A full outbox makes nobody wait: the room drops that member and tells the others. The
 *       dropped session gets some time to read what there is, and why it ends.
 *   <li>The context ends: the hall ends the rooms, which say good-bye, then the sessions. These
 *       write what is in their outboxes and hang up.
 * </ol>
 *
 * <pre>
 *              ┌─ arrive, join, rename, leave ─&gt; hall ─┐
 *   conn ─&gt; reader ──say, who──&gt; room &lt;──join, leave───┘
 *                                 │ trySend, to each member
 *   conn &lt;─ writer &lt;──outbox──────┘
 * </pre>
 *
 * <p>Requests go readers, then hall, then rooms, and a room never waits for anybody: so there is no
 * circle in which all could wait. Start with {@link io.sudog.samples.chat.Room}.
 */
@NullMarked
package io.sudog.samples.chat;

import org.jspecify.annotations.NullMarked;
