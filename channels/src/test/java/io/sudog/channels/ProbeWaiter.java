package io.sudog.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitReason;
import io.sudog.runtime.Waiter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A waiter that is a mere callback: drives the channel's code on the test's own thread, and checks
 * the protocol of {@link Waiter} at each call: prepare under the lock, ready without it, in turns.
 */
final class ProbeWaiter extends Waiter {
  private final String name;
  private final List<String> log;
  private Runnable onReady = () -> {};
  private @Nullable ChanCore core;
  private boolean prepared;

  /** Writes its name into the log when it is readied. */
  ProbeWaiter(String name, List<String> log) {
    this.name = name;
    this.log = log;
  }

  ProbeWaiter(String name) {
    this(name, new ArrayList<>());
  }

  /** Says what else happens when it is readied. */
  ProbeWaiter onReady(Runnable action) {
    onReady = action;
    return this;
  }

  /** A record of its own, as a party that waits in many queues has many. */
  Sudog record(@Nullable Object element) {
    Sudog sg = new Sudog(this);
    sg.element = element;
    return sg;
  }

  boolean isWaiting() {
    return prepared;
  }

  /** It was woken elsewhere: what the waker there does. */
  void wokenElsewhere() {
    assertTrue(prepared);
    prepared = false;
  }

  @Override
  public void prepare(WaitReason reason, @Nullable Object on) {
    core = (ChanCore) on;
    assertTrue(core != null && core.isLocked(), "WAKEUP: prepared without the lock");
    // A party in several queues prepares once a queue here; it parks once all the same.
    prepared = true;
  }

  @Override
  public void park() {
    throw new AssertionError("a callback cannot park");
  }

  @Override
  public void ready() {
    assertTrue(prepared, () -> name + " is readied though it does not wait");
    assertFalse(core != null && core.isLocked(), "C29: readied under the lock");
    prepared = false;
    log.add(name);
    onReady.run();
  }

  /** Asserts what a partner or a close has left in a record. */
  static void assertCompleted(Sudog sg, boolean success, @Nullable Object element) {
    assertFalse(sg.isQueued());
    assertEquals(success, sg.success);
    assertEquals(element, sg.element);
  }

  @Override
  public String toString() {
    return name;
  }
}
