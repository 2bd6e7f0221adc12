/**
 * The test harness of all modules.
 *
 * <p>A test starts its goroutines and threads with {@link io.sudog.testing.Harness}, which catches
 * every Throwable in them, waits for all, and says who hangs where. It waits for an observable
 * state with {@link io.sudog.testing.Await}, never by sleeping. {@link
 * io.sudog.testing.Capacities}, {@link io.sudog.testing.Processors} and {@link
 * io.sudog.testing.Kinds} run one test in many settings; {@link io.sudog.testing.Stress} says how
 * often. {@link io.sudog.testing.Twin} breaks the real code in one place to see whether a test
 * notices. HarnessTest and TwinTest prove that tests can fail.
 */
@NullMarked
package io.sudog.testing;

import org.jspecify.annotations.NullMarked;
