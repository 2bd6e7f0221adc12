/**
 * The seam between channels and select: what every kind of channel offers to an operation that
 * waits on several at once. Open to the select module only.
 *
 * <p>{@link io.sudog.channels.internal.Selectable} is the seam; {@link
 * io.sudog.channels.internal.ChanAccess} leads to it from what programs hold. Three kinds of
 * channel implement it: the buffered and unbuffered ones ({@code ChanCore}), a timer's ({@code
 * TimerCore}), a context's end ({@code CancelNode}).
 */
@NullMarked
package io.sudog.channels.internal;

import org.jspecify.annotations.NullMarked;
