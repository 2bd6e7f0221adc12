package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.core.DeadlockException;
import io.sudog.core.Go;
import io.sudog.core.Task;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contexts and the report of a deadlock: which of them are a hope, and which are none. */
@DisplayName("A deadlock among contexts")
class ContextDeadlockTest {
  private static final Duration A_WHILE = Duration.ofMillis(100);

  private static void waitForEver() {
    Chan.make().receive();
  }

  private static void deadlock(Task main) {
    assertThrows(DeadlockException.class, () -> Go.run(main));
  }

  // ---- reports --------------------------------------------------------------------------------

  @Test
  @DisplayName("G36 is reported at once where the deadline was given up, X06 for its timer is gone")
  void deadlineGivenUp() {
    deadlock(
        () -> {
          CancelContext ctx = Context.withTimeout(Context.background(), Contexts.HOUR);
          ctx.cancel();
          waitForEver();
        });
    deadlock(
        () -> {
          CancelContext root = Contexts.cancelable();
          Context.withTimeout(Context.withTimeout(root, Contexts.HOUR), A_WHILE);
          root.cancel();
          Context.withTimeout(root, Contexts.HOUR);
          waitForEver();
        });
  }

  @Test
  @DisplayName("G36 is reported of a wait on a context that nobody is left to cancel")
  void nobodyCancels() {
    deadlock(() -> Contexts.cancelable().done().receive());
    deadlock(() -> Context.background().done().receive());
    deadlock(() -> Context.withoutCancel(Contexts.cancelable()).done().receive());
    CancelContext outer = Contexts.cancelable();
    deadlock(() -> Context.withCancel(outer).done().receive());
  }

  @Test
  @DisplayName("G36 is reported though there is an action, and a goroutine that watches")
  void actionsAreNoHope() {
    deadlock(
        () -> {
          Chan<String> never = Chan.make();
          Context.afterFunc(Contexts.cancelable(), never::close);
          Context foreign = Context.withCancel(new ForeignContext(Context.background()));
          Context.afterFunc(foreign, never::close);
          never.receive();
        });
  }

  @Test
  @DisplayName("G36 is reported where deadlines passed before")
  void deadlinePassed() {
    deadlock(
        () -> {
          CancelContext ctx = Context.withTimeout(Context.background(), Duration.ofMillis(1));
          ctx.done().receive();
          waitForEver();
        });
  }

  @Test
  @DisplayName("G36 is reported though a thread that has no part in it waits for a deadline")
  void strangersDeadline() {
    try (Harness h = Harness.create();
        CancelContext ctx = Context.withTimeout(Context.background(), Contexts.HOUR)) {
      h.start(Kind.PLATFORM, () -> ctx.done().receive()).awaitParked();
      deadlock(ContextDeadlockTest::waitForEver);
      deadlock(() -> Contexts.cancelable().done().receive());
      ctx.cancel();
    }
  }

  // ---- what is none ---------------------------------------------------------------------------

  @Test
  @DisplayName("G37 is not reported while a deadline may end the wait")
  void ownDeadline() {
    for (int i = 0; i < 5; i++) {
      Go.run(
          () -> {
            CancelContext ctx = Context.withTimeout(Context.background(), Duration.ofMillis(5));
            Context.withCancel(ctx).done().receive();
            Contexts.assertExceeded(ctx);
          });
    }
  }

  @Test
  @DisplayName("G37 is not reported while the deadline of a context from outside may end the wait")
  void outersDeadline() {
    for (int i = 0; i < 5; i++) {
      CancelContext ctx = Context.withTimeout(Context.background(), Duration.ofMillis(20));
      Context below = Context.withCancel(new ForeignContext.Wrapper(ctx));
      Go.run(() -> below.done().receive());
      Contexts.assertExceeded(below);
    }
  }

  @Test
  @DisplayName("G37 is not reported while such a deadline may start a function that ends the wait")
  void outersFunction() {
    for (int i = 0; i < 5; i++) {
      CancelContext ctx = Context.withTimeout(Context.background(), Duration.ofMillis(20));
      Go.run(
          () -> {
            Chan<String> gate = Chan.make();
            Context.afterFunc(ctx, gate::close);
            gate.receive();
          });
      Contexts.assertExceeded(ctx);
    }
  }

  @Test
  @DisplayName(
      "G37 is not reported while a thread waits for a deadline and will wake somebody then")
  void threadsDeadline() {
    for (int i = 0; i < 3; i++) {
      AtomicBoolean woken = new AtomicBoolean();
      Go.run(
          () -> {
            Chan<String> gate = Chan.make();
            Thread.ofPlatform().start(() -> awaitDeadline(gate::close));
            gate.receive();
            woken.set(true);
          });
      assertTrue(woken.get());
    }
  }

  @Test
  @DisplayName("G37 is reported, and not before, once the thread's deadline has passed in vain")
  void threadsDeadlineInVain() {
    AtomicBoolean over = new AtomicBoolean();
    deadlock(
        () -> {
          Thread.ofPlatform().start(() -> awaitDeadline(() -> over.set(true)));
          waitForEver();
        });
    assertTrue(over.get(), "reported too early");
  }

  @Test
  @DisplayName("G37 nor while an older thread waits that made its context in this program's time")
  void oldThreadsDeadline() {
    Chan<Chan<String>> gates = Chan.make();
    CountDownLatch made = new CountDownLatch(1);
    try (Harness h = Harness.create()) {
      h.start(
              Kind.PLATFORM,
              () -> {
                Chan<String> gate = gates.receive();
                assertNotNull(gate);
                CancelContext ctx = Context.withTimeout(Context.background(), A_WHILE);
                made.countDown();
                ctx.done().receive();
                gate.close();
              })
          .awaitParked();
      Go.run(
          () -> {
            Chan<String> gate = Chan.make();
            gates.send(gate);
            made.await();
            gate.receive();
          });
    }
  }

  private static void awaitDeadline(Runnable then) {
    Context.withTimeout(Context.background(), A_WHILE).done().receive();
    then.run();
  }
}
