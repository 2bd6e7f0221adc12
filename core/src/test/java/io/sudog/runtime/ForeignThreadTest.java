package io.sudog.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sudog.core.Go;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The seam for model checkers: another record in a thread's place. */
class ForeignThreadTest {
  /** Has no timers. */
  private static final class Other extends ForeignThread {
    @Override
    public Sched timers() {
      throw new UnsupportedOperationException("no timers");
    }
  }

  @Test
  void anotherRecordTakesTheThreadsPlace() {
    Other other = new Other();
    ForeignThread before = ForeignThread.replace(other);
    try {
      assertSame(other, Waiter.current());
      assertSame(other, ForeignThread.current());
    } finally {
      assertSame(other, ForeignThread.replace(before));
    }
    assertSame(before, Waiter.current());
  }

  @Test
  void itsTimersAreTheSchedulerOfTheThread() {
    ForeignThread before = ForeignThread.replace(new Other());
    try {
      assertThrows(UnsupportedOperationException.class, () -> Go.go(() -> {}));
    } finally {
      ForeignThread.replace(before);
    }
  }

  @Test
  void theMakerIsAskedOnceAThread() throws InterruptedException {
    List<ForeignThread> made = new ArrayList<>();
    List<Waiter> found = new ArrayList<>();
    ForeignThread.makeBy(
        () -> {
          ForeignThread record = new Other();
          made.add(record);
          return record;
        });
    try {
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    found.add(Waiter.current());
                    found.add(Waiter.current());
                  });
      thread.join();
    } finally {
      ForeignThread.makeBy(null);
    }
    assertEquals(1, made.size());
    assertEquals(List.of(made.getFirst(), made.getFirst()), found);
    assertNotSame(made.getFirst(), Waiter.current());
  }
}
