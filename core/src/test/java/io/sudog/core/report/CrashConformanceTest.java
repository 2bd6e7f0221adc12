package io.sudog.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sudog.core.DeadlockException;
import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.core.Task;
import io.sudog.sync.Mutex;
import io.sudog.sync.RWMutex;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.ChildJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How programs end, as whoever started the JVM sees it: exit code and output. The exit code is the
 * JVM's, 1 where Go's is 2.
 */
@DisplayName("A program in a JVM of its own")
class CrashConformanceTest {
  private static final int OK = 0;
  private static final int FAILED = 1;

  /** The programs, by name. */
  static final class Programs {
    private static final Map<String, Task> ALL = new TreeMap<>();

    static {
      ALL.put("goexit", Programs::goexit);
      ALL.put("goexit in main", Programs::goexitInMain);
      ALL.put("panic", Programs::panic);
      ALL.put("panic that nobody can print", Programs::unprintable);
      ALL.put("panic that was caught", Programs::caught);
      ALL.put("panic whose finally waits", Programs::slowPanic);
      ALL.put("main returns", Programs::mainReturns);
      ALL.put("main returns after a panic", Programs::mainReturnsLate);
      ALL.put("deadlock", Programs::deadlock);
      ALL.put("deadlock of locked threads", Programs::lockedDeadlock);
      ALL.put("no deadlock", Programs::noDeadlock);
      ALL.put("go of null", () -> Go.go(null));
      ALL.put("Mutex", () -> new Mutex().unlock());
      ALL.put("RWMutex", () -> new RWMutex().unlock());
      ALL.put("RWMutex.rUnlock", () -> new RWMutex().rUnlock());
      ALL.put("WaitGroup.go", Programs::groupPanics);
    }

    public static void main(String[] args) {
      Go.run(ALL.get(args[0]));
      System.out.println("run returned");
    }

    private static void waitForEver() {
      WaitGroup never = new WaitGroup();
      never.add(1);
      never.await();
    }

    private static void goexit() {
      Go.go(
              () -> {
                try {
                  try {
                    Go.goexit();
                  } catch (Exception e) {
                    System.out.println("caught " + e);
                  } finally {
                    System.out.println("inner");
                  }
                } finally {
                  System.out.println("outer");
                }
              })
          .join();
    }

    private static void goexitInMain() {
      Go.go(
          () -> {
            Go.sleep(Duration.ofMillis(5));
            System.out.println("the other ran on");
          });
      Go.goexit();
    }

    private static void panic() {
      Go.go(
          "worker",
          () -> {
            IllegalStateException outer =
                new IllegalStateException("outer", new IOException("inner"));
            outer.addSuppressed(new IOException("on the way"));
            throw outer;
          });
      waitForEver();
    }

    /** One of those that fail while they say what failed. */
    static final class Unprintable extends RuntimeException {
      private static final long serialVersionUID = 1L;

      @Override
      public String getMessage() {
        throw new UnsupportedOperationException("no text");
      }
    }

    private static void unprintable() {
      Go.go(
          "worker",
          () -> {
            throw new Unprintable();
          });
      waitForEver();
    }

    private static void caught() {
      Goroutine g =
          Go.go(
              () -> {
                Go.lockOSThread();
                try {
                  throw new IllegalStateException("boom");
                } catch (IllegalStateException e) {
                  System.out.println("caught " + e.getMessage());
                }
                Go.sleep(Duration.ofMillis(1));
                System.out.println("went on");
              });
      g.join();
    }

    private static void slowPanic() {
      Go.go(
          "worker",
          () -> {
            try {
              throw new IllegalStateException("boom");
            } finally {
              Go.gosched();
              Go.blocking(
                  () -> {
                    Thread.sleep(5);
                    return null;
                  });
              Go.go(() -> {}).join();
              System.out.println("finally");
            }
          });
      waitForEver();
    }

    private static void mainReturns() {
      Go.go(Programs::waitForEver);
      Go.go(() -> Go.sleep(Duration.ofHours(1)));
      Go.go(() -> Thread.sleep(Duration.ofHours(1)));
      AtomicBoolean spinning = new AtomicBoolean();
      Go.go(
          () -> {
            while (true) {
              spinning.set(true);
            }
          });
      while (!spinning.get()) {
        Go.gosched();
      }
    }

    private static void mainReturnsLate() {
      Go.go(
              "worker",
              () -> {
                throw new IllegalStateException("boom");
              })
          .join();
    }

    private static void deadlock() {
      Go.go("worker", Programs::waitForEver);
      waitForEver();
    }

    private static void lockedDeadlock() {
      Go.lockOSThread();
      Go.go(
          () -> {
            Go.lockOSThread();
            waitForEver();
          });
      waitForEver();
    }

    private static void noDeadlock() throws Exception {
      Go.sleep(Duration.ofMillis(50));
      Go.blocking(
          () -> {
            Thread.sleep(50);
            return null;
          });
      WaitGroup gate = new WaitGroup();
      gate.add(1);
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  Thread.sleep(50);
                } catch (InterruptedException e) {
                  return;
                }
                gate.done();
              });
      gate.await();
    }

    private static void groupPanics() {
      WaitGroup group = new WaitGroup();
      group.go(
          () -> {
            Go.sleep(Duration.ofMillis(5));
            throw new IllegalStateException("boom");
          });
      group.await();
      System.out.println("released");
    }
  }

  private static ChildJvm run(String program) throws Exception {
    return ChildJvm.run(Programs.class, program);
  }

  @Test
  @DisplayName("G30 goexit runs finally blocks, is no Exception, and ends its goroutine alone")
  void goexit() throws Exception {
    ChildJvm end = run("goexit");
    end.assertEnded(OK, "inner", "outer", "run returned");
    end.assertSilentOf("caught");
  }

  @Test
  @DisplayName("G31 goexit in main lets the others run on, and then fails: no goroutines")
  void goexitInMain() throws Exception {
    run("goexit in main")
        .assertEnded(
            FAILED, "the other ran on", "no goroutines (main called runtime.Goexit) - deadlock!");
  }

  @Test
  @DisplayName("G32 a panic fails it, with the goroutine, where it was started, and its exception")
  void panic() throws Exception {
    ChildJvm end = run("panic");
    end.assertEnded(
        FAILED,
        "panic in goroutine",
        "\"worker\"",
        "outer",
        "created by " + Programs.class.getName(),
        "in goroutine 1");
    end.assertSilentOf("run returned");
    end.assertSilentOf("deadlock");
  }

  @Test
  @DisplayName("G33 a panic's chain is printed: what it was caused by, and what came on the way")
  void chain() throws Exception {
    run("panic")
        .assertEnded(
            FAILED,
            "Caused by: java.lang.IllegalStateException: outer",
            "Suppressed: java.io.IOException: on the way",
            "Caused by: java.io.IOException: inner");
  }

  @Test
  @DisplayName("G33 a panic that cannot be printed is reported all the same, by its class")
  void unprintable() throws Exception {
    run("panic that nobody can print")
        .assertEnded(
            FAILED, "panic in goroutine", "\"worker\"", Programs.Unprintable.class.getName());
  }

  @Test
  @DisplayName("G34 an exception that its goroutine catches ends nothing")
  void caught() throws Exception {
    run("panic that was caught").assertEnded(OK, "caught boom", "went on", "run returned");
  }

  @Test
  @DisplayName("G35 main's return ends it well, whatever the others do")
  void mainReturns() throws Exception {
    run("main returns").assertEnded(OK, "run returned");
  }

  @Test
  @DisplayName("G35 a panic before main's return fails it")
  void mainReturnsAfterAPanic() throws Exception {
    ChildJvm end = run("main returns after a panic");
    end.assertEnded(FAILED, "panic in goroutine", "boom");
    end.assertSilentOf("run returned");
  }

  @Test
  @DisplayName("G36 a deadlock fails it, with all goroutines and what each waits for")
  void deadlock() throws Exception {
    run("deadlock")
        .assertEnded(
            FAILED,
            "all goroutines are asleep - deadlock!",
            "goroutine 1 [sync.WaitGroup.Wait",
            "[sync.WaitGroup.Wait",
            "created by " + Programs.class.getName());
  }

  @Test
  @DisplayName("G36 a deadlock of goroutines that are locked to their threads fails it likewise")
  void lockedDeadlock() throws Exception {
    run("deadlock of locked threads")
        .assertEnded(FAILED, "all goroutines are asleep - deadlock!", "locked to thread");
  }

  /** Deadlocks while its class is initialised. */
  static final class Initialised {
    static {
      Go.run(Programs.ALL.get("deadlock"));
    }

    public static void main(String[] args) {
      System.out.println("initialised");
    }
  }

  @Test
  @DisplayName("G36 a deadlock while main's class is initialised fails it, too")
  void deadlockInInit() throws Exception {
    ChildJvm end = ChildJvm.run(Initialised.class);
    end.assertEnded(
        FAILED, DeadlockException.class.getName() + ": all goroutines are asleep - deadlock!");
    end.assertSilentOf("initialised");
  }

  @Test
  @DisplayName("G37 is not taken for deadlocked while a timer, a blocking call or a thread is left")
  void noDeadlock() throws Exception {
    run("no deadlock").assertEnded(OK, "run returned");
  }

  @Test
  @DisplayName("G38 a panic whose finally blocks yield and block is reported, and no deadlock")
  void slowPanic() throws Exception {
    ChildJvm end = run("panic whose finally waits");
    end.assertEnded(FAILED, "finally", "panic in goroutine", "boom");
    end.assertSilentOf("deadlock");
  }

  @Test
  @DisplayName("G39 go of null fails it")
  void goOfNull() throws Exception {
    run("go of null").assertEnded(FAILED, NullPointerException.class.getName() + ": body");
  }

  @ParameterizedTest
  @CsvSource({
    "Mutex, sync: unlock of unlocked mutex",
    "RWMutex, sync: Unlock of unlocked RWMutex",
    "RWMutex.rUnlock, sync: RUnlock of unlocked RWMutex"
  })
  @DisplayName("Y03 an unlock of what is not locked fails it, in Go's words")
  void unlockOfUnlocked(String program, String words) throws Exception {
    run(program).assertEnded(FAILED, words);
  }

  @Test
  @DisplayName("Y15 a panic in WaitGroup.go fails it before anybody is released")
  void groupPanics() throws Exception {
    ChildJvm end = run("WaitGroup.go");
    end.assertEnded(FAILED, "panic in goroutine", "boom");
    end.assertSilentOf("released");
    assertEquals(0, end.lines("run returned"));
  }
}
