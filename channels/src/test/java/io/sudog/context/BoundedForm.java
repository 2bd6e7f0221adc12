package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.Received;
import io.sudog.core.Cancellation;
import io.sudog.errgroup.Semaphore;
import io.sudog.testing.Harness;
import java.util.function.Supplier;

/** The operations whose waits can be ended early, each on a primitive of its own. */
enum BoundedForm {
  RECEIVE(() -> new Receive(0)),
  RECEIVE_BUFFERED(() -> new Receive(2)),
  RECEIVE_OK(() -> new ReceiveOk(0)),
  RECEIVE_OK_BUFFERED(() -> new ReceiveOk(2)),
  SEND(Send::new),
  SEND_BUFFERED(SendBuffered::new),
  MUTEX(LockForms.Locks::new),
  WRITE_AFTER_READER(() -> new LockForms.Writes(true)),
  WRITE_AFTER_WRITER(() -> new LockForms.Writes(false)),
  READ(LockForms.Reads::new),
  WAIT_GROUP(LockForms.Groups::new),
  COND(LockForms.Conds::new),
  SEMAPHORE(Weights::new);

  @SuppressWarnings("ImmutableEnumChecker") // the makers keep nothing
  private final Supplier<Wait> maker;

  BoundedForm(Supplier<Wait> maker) {
    this.maker = maker;
  }

  /** The operation on a new primitive. */
  Wait make() {
    return maker.get();
  }

  /**
   * One operation on one primitive. Between {@link #block} and {@link #unblock} it has to wait;
   * unblocking lets one through; what came through is undone by {@link #release}; then {@link
   * #assertFree}.
   */
  interface Wait {
    void plain();

    void until(Cancellation bound);

    void interruptibly() throws InterruptedException;

    void block();

    void unblock(Harness h);

    /** As unblock, where somebody waits already. */
    default void complete(Harness h) {
      unblock(h);
    }

    void release();

    /** Nobody waits or holds anything, as far as can be seen. */
    void assertFree();
  }

  private static class Receive implements Wait {
    final Chan<Integer> c;

    Receive(int cap) {
      c = Chan.make(cap);
    }

    @Override
    public void plain() {
      assertEquals(7, c.receive());
    }

    @Override
    public void until(Cancellation bound) {
      assertEquals(7, c.receiveUntil(bound));
    }

    @Override
    public void interruptibly() throws InterruptedException {
      assertEquals(7, c.receiveInterruptibly());
    }

    @Override
    public void block() {}

    @Override
    public void unblock(Harness h) {
      if (c.cap() > 0) {
        c.send(7);
      } else {
        h.go(() -> c.send(7)).awaitParked();
      }
    }

    @Override
    public void complete(Harness h) {
      c.send(7);
    }

    @Override
    public void release() {}

    @Override
    public void assertFree() {
      assertFalse(c.tryReceive().ok(), "an element too many");
      for (int i = 0; i < c.cap(); i++) {
        assertTrue(c.trySend(i));
      }
      assertFalse(c.trySend(-1), "a receiver is left in the queue");
      for (int i = 0; i < c.cap(); i++) {
        assertEquals(i, c.receive());
      }
    }
  }

  private static final class ReceiveOk extends Receive {
    ReceiveOk(int cap) {
      super(cap);
    }

    @Override
    public void plain() {
      assertEquals(new Received.Value<>(7), c.receiveOk());
    }

    @Override
    public void until(Cancellation bound) {
      assertEquals(new Received.Value<>(7), c.receiveOkUntil(bound));
    }
  }

  private static class Send implements Wait {
    final Chan<Integer> c;

    Send() {
      this(0);
    }

    Send(int cap) {
      c = Chan.make(cap);
    }

    @Override
    public void plain() {
      c.send(7);
    }

    @Override
    public void until(Cancellation bound) {
      c.sendUntil(bound, 7);
    }

    @Override
    public void interruptibly() throws InterruptedException {
      c.sendInterruptibly(7);
    }

    @Override
    public void block() {}

    @Override
    public void unblock(Harness h) {
      h.go(() -> assertEquals(7, c.receive())).awaitParked();
    }

    @Override
    public void complete(Harness h) {
      assertEquals(7, c.receive());
    }

    @Override
    public void release() {}

    @Override
    public void assertFree() {
      assertEquals(0, c.len());
      assertFalse(c.tryReceive().ok(), "an element, or a sender, too many");
    }
  }

  private static final class SendBuffered extends Send {
    SendBuffered() {
      super(2);
    }

    @Override
    public void block() {
      c.send(1);
      c.send(2);
    }

    @Override
    public void unblock(Harness h) {
      assertEquals(1, c.receive());
    }

    @Override
    public void complete(Harness h) {
      unblock(h);
    }

    @Override
    public void release() {
      assertEquals(2, c.receive());
      assertEquals(7, c.receive());
    }
  }

  private static final class Weights implements Wait {
    private final Semaphore semaphore = new Semaphore(2);

    @Override
    public void plain() {
      semaphore.acquire(Context.background(), 1);
    }

    @Override
    public void until(Cancellation bound) {
      semaphore.acquire((Context) bound, 1);
    }

    @Override
    public void interruptibly() throws InterruptedException {
      semaphore.acquireInterruptibly(1);
    }

    @Override
    public void block() {
      semaphore.acquire(Context.background(), 2);
    }

    @Override
    public void unblock(Harness h) {
      semaphore.release(2);
    }

    @Override
    public void release() {
      semaphore.release(1);
    }

    @Override
    public void assertFree() {
      assertEquals("semaphore, 0 of 2 held", semaphore.toString());
      assertTrue(semaphore.tryAcquire(2));
      semaphore.release(2);
    }
  }
}
