package io.sudog.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.DeadlockException;
import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.core.PanicException;
import io.sudog.core.Scheduler;
import io.sudog.core.TestSchedulers;
import io.sudog.sync.Mutex;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What reports say. In a package of its own, as a program's code is: frames of the library's
 * packages are not where a goroutine was started.
 */
@DisplayName("A report")
class ReportTest {
  private static final Pattern HEADER =
      Pattern.compile("(?m)^goroutine (\\d+) \\[([^\\]]*)\\]:(?: \\{name: (.*)\\})?$");
  private static final String HERE = ReportTest.class.getName();

  private static void waitForEver() {
    WaitGroup never = new WaitGroup();
    never.add(1);
    never.await();
  }

  private static int count(String pattern, String text) {
    return (int) Pattern.compile(pattern).matcher(text).results().count();
  }

  @Test
  @DisplayName("G32 of a panic names goroutine, place and cause, and the handler is not called")
  void panic() {
    IllegalStateException cause = new IllegalStateException("boom");
    AtomicReference<Goroutine> culprit = new AtomicReference<>();
    AtomicInteger handled = new AtomicInteger();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((t, e) -> handled.incrementAndGet());
    try {
      PanicException e =
          assertThrows(
              PanicException.class,
              () ->
                  Go.run(
                      () -> {
                        culprit.set(
                            Go.go(
                                "worker",
                                () -> {
                                  throw cause;
                                }));
                        waitForEver();
                      }));
      assertSame(cause, e.getCause());
      String message = e.getMessage();
      assertTrue(message.contains("\"worker\""), message);
      assertTrue(message.contains("goroutine " + culprit.get().id()), message);
      assertTrue(message.contains("boom"), message);
      assertTrue(message.contains("created by " + HERE), message);
      assertTrue(message.contains("in goroutine 1"), message);
      assertTrue(message.contains("ReportTest.java:"), message);
      assertEquals(1, count("(?m)^goroutine 1 \\[", e.dump()), e.dump());
      assertEquals(0, handled.get());
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  @DisplayName("G36 of a deadlock has all goroutines in Go's format")
  void deadlock() {
    Mutex mutex = new Mutex();
    DeadlockException e =
        assertThrows(
            DeadlockException.class,
            () ->
                Go.run(
                    () -> {
                      mutex.lock();
                      Go.go("second", mutex::lock);
                      Go.go(
                          () -> {
                            Go.lockOSThread();
                            waitForEver();
                          });
                      Go.sleep(Duration.ofMillis(5));
                      mutex.lock();
                    }));
    String text = e.getMessage();
    assertTrue(text.startsWith("all goroutines are asleep - deadlock!\n\ngoroutine 1 ["), text);
    Matcher header = HEADER.matcher(text);
    assertTrue(header.find(), text);
    assertEquals("1", header.group(1));
    assertTrue(header.group(2).startsWith("sync.Mutex.Lock"), text);
    assertEquals("main", header.group(3));
    assertTrue(header.find(), text);
    assertTrue(header.group(2).startsWith("sync.Mutex.Lock"), text);
    assertEquals("second", header.group(3));
    assertTrue(header.find(), text);
    assertTrue(header.group(2).startsWith("sync.WaitGroup.Wait"), text);
    assertTrue(header.group(2).endsWith(", locked to thread"), text);
    assertFalse(header.find(), text);
    assertEquals(
        1,
        count(
            "(?m)^" + Pattern.quote(HERE + ".waitForEver(...)") + "\n\tReportTest.java:\\d+$",
            text),
        text);
    assertEquals(
        2,
        count(
            "(?m)^created by "
                + Pattern.quote(HERE)
                + "\\.\\S+ in goroutine 1\n\tReportTest.java:\\d+$",
            text),
        text);
    assertFalse(text.contains("io.sudog.runtime.G."), text);
    assertFalse(text.contains("java.lang.VirtualThread"), text);
  }

  @Test
  @DisplayName("shows the caller first, and each state in Go's words")
  void states() {
    try (Harness h = Harness.create(2)) {
      AtomicBoolean stop = new AtomicBoolean();
      Harness.Child sleeper =
          h.start(Kind.GOROUTINE, "sleeper", () -> Go.sleep(Duration.ofHours(1)));
      sleeper.abandon();
      Goroutine jdk =
          h.start(
                  Kind.GOROUTINE,
                  "jdk",
                  () -> {
                    while (!stop.get()) {
                      LockSupport.park();
                    }
                  })
              .goroutine();
      Goroutine syscall =
          h.start(
                  Kind.GOROUTINE,
                  "syscall",
                  () ->
                      Go.blocking(
                          () -> {
                            while (!stop.get()) {
                              Thread.onSpinWait();
                            }
                            return null;
                          }))
              .goroutine();
      Await.waiting(sleeper.goroutine(), "sleep");
      Await.waiting(jdk, "JDK wait");
      Await.state(syscall, Goroutine.State.SYSCALL);
      AtomicReference<String> dump = new AtomicReference<>();
      Harness.Child self =
          h.start(Kind.GOROUTINE, "self", () -> dump.set(Scheduler.current().dump()));
      self.join();
      String text = dump.get();
      Matcher header = HEADER.matcher(text);
      assertTrue(header.find(), text);
      assertEquals(self.goroutine().id(), Long.parseLong(header.group(1)), text);
      assertEquals(1, count("\\[sleep\\]: \\{name: sleeper\\}", text), text);
      assertEquals(1, count("\\[JDK wait\\]: \\{name: jdk\\}", text), text);
      assertEquals(1, count("\\[syscall\\]: \\{name: syscall\\}", text), text);
      assertEquals(1, count("\\[running\\]: \\{name: self\\}", text), text);
      stop.set(true);
      LockSupport.unpark(jdk.thread());
    }
  }

  @Test
  @DisplayName("may be made all the time while the scheduler is busy")
  void dumpStress() {
    try (Harness h = Harness.shrunk(2)) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger dumps = new AtomicInteger();
      Mutex mutex = new Mutex();
      int rounds = Stress.times(3_000);
      WaitGroup all = new WaitGroup();
      for (int i = 0; i < 8; i++) {
        int kind = i;
        all.add(1);
        h.go(
            () -> {
              for (int n = 0; n < rounds; n++) {
                switch (kind % 4) {
                  case 0 -> Go.gosched();
                  case 1 -> {
                    mutex.lock();
                    Go.gosched();
                    mutex.unlock();
                  }
                  case 2 -> LockSupport.parkNanos(1_000);
                  default -> Go.go("child", () -> {}).join();
                }
              }
              all.done();
            });
      }
      for (Kind kind : Kind.values()) {
        h.start(
            kind,
            () -> {
              while (!stop.get()) {
                String text = h.scheduler().dump();
                if (!text.isEmpty() && !text.startsWith("goroutine ")) {
                  throw new AssertionError(text);
                }
                dumps.incrementAndGet();
                h.scheduler().stats();
                if (kind == Kind.GOROUTINE) {
                  Go.gosched();
                }
              }
            });
      }
      h.start(
          Kind.PLATFORM,
          () -> {
            all.await();
            stop.set(true);
          });
      h.join();
      assertTrue(dumps.get() > 0);
    }
  }

  @Test
  @DisplayName("of very many goroutines is shortened, a dump on demand is not")
  void manyGoroutines() {
    int n = 300;
    DeadlockException e =
        assertThrows(
            DeadlockException.class,
            () ->
                Go.run(
                    () -> {
                      for (int i = 0; i < n; i++) {
                        Go.go(ReportTest::waitForEver);
                      }
                      waitForEver();
                    }));
    assertTrue(count(HEADER.pattern(), e.getMessage()) < n, e.getMessage());
    assertEquals(1, count("(?m)^\\.\\.\\.\\d+ more goroutines", e.getMessage()), e.getMessage());
    try (Scheduler s = TestSchedulers.shrunk(2)) {
      s.run(
          () -> {
            for (int i = 0; i < n; i++) {
              Go.go(ReportTest::waitForEver);
            }
            Await.until(
                "all wait",
                () -> Scheduler.current().stats().goroutines().get(Goroutine.State.WAITING) == n);
            String text = Scheduler.current().dump();
            assertEquals(n + 1, count(HEADER.pattern(), text), text);
          });
    }
  }
}
