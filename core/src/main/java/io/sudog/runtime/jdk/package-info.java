/**
 * The one place that knows private members of the JDK: how to start a virtual thread on a scheduler
 * of ours, and how to get from a virtual thread back to that scheduler.
 *
 * <p>Everything here is looked up once, when the class loads; {@link
 * io.sudog.runtime.jdk.VirtualThreads#AVAILABLE} tells whether it was found. The rest of the
 * runtime asks that flag once and otherwise neither knows nor cares.
 */
@NullMarked
package io.sudog.runtime.jdk;

import org.jspecify.annotations.NullMarked;
