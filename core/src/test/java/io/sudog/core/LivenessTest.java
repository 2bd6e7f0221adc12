package io.sudog.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sudog.runtime.Sched;
import io.sudog.sync.Cond;
import io.sudog.sync.Mutex;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Stress;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever one goroutine does, the others go on; and what has ended leaves nothing behind. */
@DisplayName("Liveness")
class LivenessTest {
  private static final int MANY = Math.min(1_000_000, Stress.times(100_000));

  private volatile boolean stop;
  private volatile long spins;

  @BeforeAll
  static void onTheGmpScheduler() {
    assumeTrue(Sched.GMP, "about the GMP scheduler's threads");
  }

  // ---- what keeps a thread busy ---------------------------------------------------------------

  @Test
  @DisplayName("G17 endless loops without calls leave the one P to the others")
  void endlessLoops() {
    try (Harness h = Harness.create(1)) {
      CountDownLatch spinning = new CountDownLatch(2);
      for (int i = 0; i < 2; i++) {
        h.go(
            () -> {
              spinning.countDown();
              long n = 0;
              while (!stop) {
                n++;
              }
              spins = n;
            });
      }
      try {
        Await.until("both spin", () -> spinning.getCount() == 0);
        List<Harness.Child> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          others.add(
              h.go(
                  () -> {
                    for (int round = 0; round < 100; round++) {
                      Go.go(Go::gosched).join();
                    }
                    Go.sleep(Duration.ofMillis(1));
                  }));
        }
        others.forEach(Harness.Child::join);
      } finally {
        stop = true;
      }
    }
    assertTrue(spins >= 0);
  }

  @Test
  @DisplayName("G41 a sleeper wakes on one P beside hogs that compute, write, and wake each other")
  void sleeperBesideHogs() throws IOException {
    try (OutputStream nowhere = Files.newOutputStream(Path.of("/dev/null"));
        Harness h = Harness.create(1)) {
      CountDownLatch busy = new CountDownLatch(6);
      Semaphore ping = new Semaphore(0);
      Semaphore pong = new Semaphore(0);
      List<Task> hogs =
          List.of(
              Thread::onSpinWait,
              () -> nowhere.write(1),
              () ->
                  Go.blocking(
                      () -> {
                        nowhere.write(1);
                        return null;
                      }),
              () -> Go.go(() -> {}),
              () -> {
                ping.release();
                pong.acquire();
              },
              () -> {
                ping.acquire();
                pong.release();
              });
      for (Task hog : hogs) {
        h.go(
            () -> {
              busy.countDown();
              while (!stop) {
                hog.run();
              }
              // So that no partner waits for this one.
              ping.release();
              pong.release();
            });
      }
      try {
        Await.until("all are busy", () -> busy.getCount() == 0);
        h.go(
                () -> {
                  for (int i = 0; i < 5; i++) {
                    Go.sleep(Duration.ofMillis(1));
                  }
                  WeakReference<Object> garbage = new WeakReference<>(new Object());
                  while (garbage.get() != null) {
                    System.gc();
                    Go.sleep(Duration.ofMillis(1));
                  }
                })
            .join();
      } finally {
        stop = true;
      }
    }
  }

  @Test
  @DisplayName("G25 eight blocking calls that sleep overlap on one P")
  void blockingSleepsOverlap() {
    try (Harness h = Harness.create(1)) {
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      CountDownLatch all = new CountDownLatch(8);
      for (int i = 0; i < 8; i++) {
        h.go(
            () ->
                Go.blocking(
                    () -> {
                      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                      all.countDown();
                      Thread.sleep(100);
                      // Nobody leaves before all have come.
                      all.await();
                      inside.decrementAndGet();
                      return null;
                    }));
      }
      h.join();
      assertEquals(8, most.get());
      assertEquals(0, inside.get());
    }
  }

  @Test
  @DisplayName("G25 eight reads of pipes in Go.blocking overlap on one P, and others go on")
  void blockingReadsOverlap() throws Exception {
    readsOverlap(true);
  }

  @Test
  @DisplayName("G25 the same reads without Go.blocking overlap too: sysmon takes the P from them")
  void plainReadsOverlap() throws Exception {
    readsOverlap(false);
  }

  private static void readsOverlap(boolean declared) throws IOException {
    List<Process> pipes = new ArrayList<>();
    try (Harness h = Harness.create(1)) {
      CountDownLatch inside = new CountDownLatch(8);
      List<Harness.Child> readers = new ArrayList<>();
      try {
        for (int i = 0; i < 8; i++) {
          Process cat = new ProcessBuilder("cat").start();
          pipes.add(cat);
          int expected = 'a' + i;
          readers.add(
              h.go(
                  () -> {
                    inside.countDown();
                    int read =
                        declared
                            ? Go.blocking(() -> cat.getInputStream().read())
                            : cat.getInputStream().read();
                    assertEquals(expected, read);
                  }));
        }
        Await.until("all are inside", () -> inside.getCount() == 0);
        h.go(() -> Go.sleep(Duration.ofMillis(1))).join();
        if (declared) {
          for (Harness.Child reader : readers) {
            Await.state(reader.goroutine(), Goroutine.State.SYSCALL);
          }
          h.go(() -> {}).join();
        }
        for (Harness.Child reader : readers) {
          assertFalse(reader.isDone(), reader::toString);
        }
      } finally {
        for (int i = 0; i < pipes.size(); i++) {
          pipes.get(i).getOutputStream().write('a' + i);
          pipes.get(i).getOutputStream().close();
        }
      }
      h.join();
    } finally {
      pipes.forEach(Process::destroy);
    }
  }

  // ---- the JDK's own ways to wait -------------------------------------------------------------

  @Test
  @DisplayName("a goroutine that holds a ReentrantLock parks and resumes on one P")
  void parksWithALock() {
    ReentrantLock lock = new ReentrantLock();
    parksHolding(
        body -> {
          lock.lock();
          try {
            body.run();
          } finally {
            lock.unlock();
          }
        });
    assertFalse(lock.isLocked());
  }

  @Test
  @DisplayName("a goroutine inside synchronized parks and resumes on one P")
  void parksInSynchronized() {
    Object monitor = new Object();
    parksHolding(
        body -> {
          synchronized (monitor) {
            body.run();
          }
        });
  }

  private interface Guard {
    void around(Task body) throws Exception;
  }

  private static void parksHolding(Guard guard) {
    try (Harness h = Harness.create(1)) {
      WaitGroup gate = new WaitGroup();
      gate.add(1);
      List<String> order = Harness.sharedList();
      Harness.Child holder =
          h.go(
              () ->
                  guard.around(
                      () -> {
                        order.add("holds");
                        gate.await();
                        order.add("resumed");
                      }));
      holder.awaitParked();
      Harness.Child next = h.go(() -> guard.around(() -> order.add("next")));
      Await.state(next.goroutine(), Goroutine.State.WAITING);
      h.go(gate::done);
      h.join();
      assertEquals(List.of("holds", "resumed", "next"), order);
    }
  }

  @Test
  @DisplayName("goroutines talk over the JDK's sockets on one P")
  void socketEcho() throws IOException {
    try (Harness h = Harness.create(1);
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      int clients = 5;
      h.go(
          () -> {
            for (int i = 0; i < clients; i++) {
              Socket accepted = server.accept();
              h.go(
                  () -> {
                    try (accepted) {
                      accepted.getInputStream().transferTo(accepted.getOutputStream());
                    }
                  });
            }
          });
      for (int i = 0; i < clients; i++) {
        byte[] text = ("ping " + i).getBytes(UTF_8);
        h.go(
            () -> {
              try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                for (int round = 0; round < 20; round++) {
                  socket.getOutputStream().write(text);
                  assertEquals(
                      new String(text, UTF_8),
                      new String(socket.getInputStream().readNBytes(text.length), UTF_8));
                }
              }
            });
      }
      h.join();
    }
  }

  @Test
  @DisplayName("a virtual thread started in a goroutine waits for goroutines, and they for it")
  void virtualThreadInside() {
    try (Harness h = Harness.create(1)) {
      List<String> trace = Harness.sharedList();
      h.go(
          () -> {
            WaitGroup gate = new WaitGroup();
            gate.add(1);
            Thread thread =
                Thread.startVirtualThread(
                    () -> {
                      gate.await();
                      trace.add("virtual");
                    });
            Go.go(
                () -> {
                  trace.add("goroutine");
                  gate.done();
                });
            thread.join();
            trace.add("joined");
          });
      h.join();
      assertEquals(List.of("goroutine", "virtual", "joined"), trace);
    }
  }

  // ---- many -----------------------------------------------------------------------------------

  @Test
  @DisplayName("very many goroutines, each waiting for the end of the one before")
  void chainOfJoins() {
    try (Harness h = Harness.create(2)) {
      WaitGroup gate = new WaitGroup();
      gate.add(1);
      AtomicInteger ended = new AtomicInteger();
      Scheduler s = h.scheduler();
      Goroutine before = s.go(gate::await);
      for (int i = 0; i < MANY; i++) {
        Goroutine mine = before;
        before =
            s.go(
                () -> {
                  mine.join();
                  ended.incrementAndGet();
                });
      }
      Await.until("all wait", () -> waiting(s) == MANY + 1);
      assertEquals(0, ended.get());
      gate.done();
      assertTrue(before.join(Harness.DEADLINE), h::report);
      assertEquals(MANY, ended.get());
    }
  }

  @Test
  @DisplayName("very many goroutines in Cond.await, each signalled by the one before")
  void chainOfSignals() {
    try (Harness h = Harness.create(2)) {
      Mutex lock = new Mutex();
      Cond cond = new Cond(lock);
      int[] arrived = new int[1];
      int[] woken = new int[1];
      WaitGroup all = new WaitGroup();
      all.add(MANY);
      Scheduler s = h.scheduler();
      for (int i = 0; i < MANY; i++) {
        s.go(
            () -> {
              lock.lock();
              arrived[0]++;
              cond.await();
              woken[0]++;
              cond.signal();
              lock.unlock();
              all.done();
            });
      }
      h.go(
          () -> {
            lock.lock();
            // Who has arrived has drawn its number by the time the lock is free again.
            while (arrived[0] < MANY) {
              lock.unlock();
              Go.gosched();
              lock.lock();
            }
            assertEquals(0, woken[0]);
            cond.signal();
            lock.unlock();
            all.await();
          });
      h.join();
      assertEquals(MANY, woken[0]);
    }
  }

  private static long waiting(Scheduler s) {
    return s.stats().goroutines().getOrDefault(Goroutine.State.WAITING, 0L);
  }

  // ---- nothing stays --------------------------------------------------------------------------

  private static Set<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith(prefix))
        .collect(Collectors.toSet());
  }

  private static void awaitNoThreads(String prefix, Set<Thread> except) {
    Await.until(
        "no thread is left of " + prefix,
        () -> {
          Set<Thread> left = threads(prefix);
          left.removeAll(except);
          return left.isEmpty();
        });
  }

  @Test
  @DisplayName("two thousand programs, one after the other, leave no thread behind")
  void programsLeaveNoThread() {
    Set<Thread> before = threads("sudog-run");
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger late = new AtomicInteger();
    for (int i = 0; i < 2_000; i++) {
      Go.run(
          () -> {
            WaitGroup never = new WaitGroup();
            never.add(1);
            Go.go(
                () -> {
                  never.await();
                  late.incrementAndGet();
                });
            Go.go(
                () -> {
                  Go.sleep(Duration.ofHours(1));
                  late.incrementAndGet();
                });
            Go.go(ran::incrementAndGet).join();
          });
    }
    awaitNoThreads("sudog-run", before);
    assertEquals(2_000, ran.get());
    assertEquals(0, late.get());
  }

  @Test
  @DisplayName("close leaves no thread behind, wherever the goroutines are")
  void closeLeavesNoThread() {
    String name = "liveness-close";
    CountDownLatch never = new CountDownLatch(1);
    WaitGroup gate = new WaitGroup();
    gate.add(1);
    CountDownLatch there = new CountDownLatch(6);
    try (Scheduler s = Scheduler.builder().name(name).processors(3).build()) {
      for (int i = 0; i < 2; i++) {
        s.go(
            () -> {
              there.countDown();
              never.await();
            });
        s.go(
            () -> {
              there.countDown();
              gate.await();
            });
        s.go(
            () -> {
              Go.lockOSThread();
              there.countDown();
              Go.sleep(Duration.ofHours(1));
            });
      }
      Await.until("all are there", () -> there.getCount() == 0);
      assertFalse(threads(name).isEmpty());
    }
    awaitNoThreads(name, Set.of());
  }

  @Test
  @DisplayName("several schedulers at once wake one another's goroutines")
  void severalSchedulers() {
    List<Scheduler> schedulers = new ArrayList<>();
    String name = "liveness-several";
    for (int i = 1; i <= 4; i++) {
      schedulers.add(Scheduler.builder().name(name + i).processors(i).build());
    }
    try {
      // A ring: each goroutine waits for the one on the scheduler before.
      int rounds = 500;
      WaitGroup first = new WaitGroup();
      first.add(1);
      WaitGroup before = first;
      List<Goroutine> ring = new ArrayList<>();
      AtomicInteger misplaced = new AtomicInteger();
      for (int i = 0; i < rounds; i++) {
        WaitGroup mine = before;
        WaitGroup next = new WaitGroup();
        next.add(1);
        Scheduler s = schedulers.get(i % schedulers.size());
        ring.add(
            s.go(
                () -> {
                  mine.await();
                  if (Scheduler.current() != s) {
                    misplaced.incrementAndGet();
                  }
                  next.done();
                }));
        before = next;
      }
      first.done();
      for (Goroutine g : ring) {
        assertTrue(g.join(Harness.DEADLINE), g::toString);
      }
      assertEquals(0, misplaced.get());
    } finally {
      schedulers.forEach(Scheduler::close);
    }
    awaitNoThreads(name, Set.of());
  }

  @Test
  @DisplayName("G35 what close abandons never runs again, whoever wakes it")
  void abandonedStaysAbandoned() {
    String name = "liveness-abandoned";
    AtomicInteger late = new AtomicInteger();
    WaitGroup gate = new WaitGroup();
    gate.add(1);
    CountDownLatch latch = new CountDownLatch(1);
    List<Goroutine> left = new ArrayList<>();
    try (Scheduler s = Scheduler.builder().name(name).processors(2).build()) {
      Goroutine onGate =
          s.go(
              () -> {
                try {
                  gate.await();
                } finally {
                  late.incrementAndGet();
                }
              });
      Goroutine onLatch =
          s.go(
              () -> {
                try {
                  latch.await();
                } finally {
                  late.incrementAndGet();
                }
              });
      Goroutine joining =
          s.go(
              () -> {
                onGate.join();
                late.incrementAndGet();
              });
      left.addAll(List.of(onGate, onLatch, joining));
      for (Goroutine g : left) {
        Await.state(g, Goroutine.State.WAITING);
      }
    }
    awaitNoThreads(name, Set.of());
    gate.done();
    latch.countDown();
    // Without threads nothing can run; what could bring some is a wake-up that is not dropped.
    Go.run(() -> Go.go(Go::gosched).join());
    assertEquals(Set.of(), threads(name));
    assertEquals(0, late.get());
    for (Goroutine g : left) {
      assertFalse(g.isDone(), g::toString);
    }
  }
}
