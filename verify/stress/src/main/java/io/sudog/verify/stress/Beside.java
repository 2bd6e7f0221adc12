package io.sudog.verify.stress;

import io.sudog.channels.Chan;
import io.sudog.channels.ChannelClosedException;
import io.sudog.channels.Received;
import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.errgroup.Semaphore;
import io.sudog.select.Select;
import io.sudog.sync.Cond;
import io.sudog.sync.Mutex;
import io.sudog.sync.RWMutex;
import io.sudog.sync.WaitGroup;
import io.sudog.time.Ticker;
import io.sudog.time.Timer;
import io.sudog.verify.stress.Plan.Where;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Starts what goes on beside the channels of a program. Each checks what it alone can know. */
final class Beside {
  private static final int ROUNDS = 40;
  private static final int PARTIES = 4;

  private final Crew crew;
  private final Random seeds;

  Beside(Crew crew, Random seeds) {
    this.crew = crew;
    this.seeds = seeds;
  }

  void start(Disturbance disturbance, int processors) {
    switch (disturbance) {
      case HOG ->
          crew.startEndless(
              Where.GOROUTINE,
              "hog",
              self -> {
                while (!crew.isOver()) {
                  Thread.onSpinWait();
                }
              });
      case RESIZER -> resizer(processors);
      case TIED -> tied();
      case SPY -> spy();
      case LOCKS -> locks();
      case CONDITIONS -> conditions();
      case TIMERS -> timers();
      case TICKERS -> tickers();
      case CONTEXTS -> contexts();
      case ENDINGS -> endings();
      case GROUPS -> new Groups(crew).start(new Random(seeds.nextLong()));
      case BLOCKING -> blocking();
      case CLOSES -> closes();
      case SOCKETS -> new Loopback(crew).start(new Random(seeds.nextLong()));
    }
  }

  static boolean jdkSleep(int nanos) throws InterruptedException {
    Thread.sleep(0, nanos);
    return true;
  }

  static void spin(int nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
  }

  /** Fails with a fault of the program. */
  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private void resizer(int processors) {
    Random random = new Random(seeds.nextLong());
    crew.startEndless(
        Where.GOROUTINE,
        "resizer",
        self -> {
          while (!crew.isOver()) {
            Go.gomaxprocs(1 + random.nextInt(processors + 1));
            Go.sleep(Duration.ofMillis(1));
          }
        });
  }

  private void tied() {
    crew.start(
        Where.GOROUTINE,
        "tied",
        self -> {
          Go.lockOSThread();
          Chan<Long> c = Chan.make();
          Goroutine partner = Go.go(() -> c.forEach(v -> self.step("tied")));
          for (long i = 0; i < ROUNDS; i++) {
            c.send(i);
            Go.gosched();
          }
          c.close();
          partner.join();
        });
  }

  private void spy() {
    crew.startEndless(
        Where.PLATFORM,
        "spy",
        self -> {
          while (!crew.isOver()) {
            for (Goroutine g : crew.goroutines()) {
              Thread thread = g.thread();
              if (thread != null) {
                thread.getStackTrace();
              }
            }
          }
        });
  }

  /** Plain fields, each guarded by the lock it is named after. */
  private static final class Counts {
    long byMutex;
    long byWriters;
    final AtomicInteger held = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
  }

  private void locks() {
    Mutex mutex = new Mutex();
    RWMutex readWrite = new RWMutex();
    Semaphore semaphore = new Semaphore(2);
    Counts counts = new Counts();
    for (int i = 0; i < PARTIES; i++) {
      boolean reads = i % 2 == 0;
      crew.start(
          i == 0 ? Where.PLATFORM : Where.GOROUTINE,
          "holder of locks",
          self -> {
            for (int k = 0; k < ROUNDS; k++) {
              semaphore.acquire(Context.background(), 1);
              require(counts.held.incrementAndGet() <= 2, "a semaphore of 2 let in a third");
              mutex.lock();
              counts.byMutex++;
              if (reads) {
                readWrite.rLock();
                Go.gosched();
                readWrite.rUnlock();
              } else {
                readWrite.lock();
                counts.byWriters++;
                Go.gosched();
                readWrite.unlock();
              }
              mutex.unlock();
              counts.held.decrementAndGet();
              semaphore.release(1);
              self.step("held all locks");
            }
            if (counts.ended.incrementAndGet() == PARTIES) {
              mutex.lock();
              require(counts.byMutex == (long) PARTIES * ROUNDS, "a mutex let in two");
              require(counts.byWriters == PARTIES / 2L * ROUNDS, "an RWMutex let in two writers");
              mutex.unlock();
            }
          });
    }
  }

  /** A queue with room for one, as with Go's Cond. */
  private static final class Slot {
    final Mutex mutex = new Mutex();
    final Cond changed = new Cond(mutex);
    boolean full;

    void change(boolean to) {
      mutex.lock();
      while (full == to) {
        changed.await();
      }
      full = to;
      changed.broadcast();
      mutex.unlock();
    }
  }

  private void conditions() {
    Slot slot = new Slot();
    for (int i = 0; i < PARTIES; i++) {
      boolean fills = i % 2 == 0;
      crew.start(
          i == 1 ? Where.VIRTUAL : Where.GOROUTINE,
          fills ? "fills a slot" : "empties a slot",
          self -> {
            for (int k = 0; k < ROUNDS; k++) {
              slot.change(fills);
              self.step("changed it");
            }
          });
    }
  }

  private void timers() {
    for (int i = 0; i < PARTIES; i++) {
      Random random = new Random(seeds.nextLong());
      crew.start(
          Where.GOROUTINE,
          "starts timers",
          self -> {
            for (int k = 0; k < ROUNDS; k++) {
              timerRound(random);
              self.step("a timer ended");
            }
          });
    }
  }

  private static void timerRound(Random random) {
    Timer timer = Timer.start(moment(random));
    if (random.nextBoolean()) {
      timer.channel().receive();
      require(!timer.stop(), "a timer that fired could be stopped");
    } else if (timer.stop()) {
      require(!timer.channel().tryReceive().ok(), "a stopped timer fired");
      timer.reset(moment(random));
      timer.channel().receive();
    }
    WaitGroup called = new WaitGroup();
    called.add(1);
    Timer function = Timer.afterFunc(moment(random), called::done);
    if (random.nextBoolean() && function.stop()) {
      called.done();
    }
    called.await();
  }

  private static Duration moment(Random random) {
    return Duration.ofNanos(random.nextInt(300_000));
  }

  private void tickers() {
    crew.start(
        Where.GOROUTINE,
        "awaits a ticker",
        self -> {
          try (Ticker ticker = Ticker.start(Duration.ofNanos(50_000))) {
            for (int i = 0; i < ROUNDS; i++) {
              ticker.channel().receive();
              self.step("a tick");
              if (i == ROUNDS / 2) {
                ticker.reset(Duration.ofNanos(100_000));
              }
            }
          }
        });
  }

  private void contexts() {
    for (int i = 0; i < PARTIES; i++) {
      Random random = new Random(seeds.nextLong());
      crew.start(
          i == 0 ? Where.PLATFORM : Where.GOROUTINE,
          "waits for contexts",
          self -> {
            for (int k = 0; k < ROUNDS; k++) {
              contextRound(random);
              self.step("a context ended");
            }
          });
    }
  }

  private static void contextRound(Random random) {
    Chan<Long> silent = Chan.make();
    boolean timed = random.nextBoolean();
    CancelContext parent = Context.withCancel(Context.background());
    CancelContext ctx =
        timed ? Context.withTimeout(parent, moment(random)) : Context.withCancel(parent);
    Goroutine canceller =
        Go.go(timed ? () -> {} : random.nextBoolean() ? parent::cancel : ctx::cancel);
    try {
      if (random.nextBoolean()) {
        silent.receiveUntil(ctx);
        require(false, "received from a channel to which nobody sends");
      } else {
        Select.select(
            Select.onReceive(ctx.done(), nothing -> {}),
            Select.onReceive(silent, v -> require(false, "received what nobody sent")));
      }
    } catch (CanceledException e) {
      require(!timed, "a context nobody cancelled was cancelled");
    } catch (DeadlineExceededException e) {
      require(timed, "a context without a deadline ran out");
    }
    canceller.join();
    ctx.close();
    parent.close();
  }

  private void endings() {
    crew.start(
        Where.GOROUTINE,
        "ends goroutines",
        self -> {
          for (int i = 0; i < ROUNDS; i++) {
            endingRound();
            self.step("all ended");
          }
        });
  }

  private static void endingRound() {
    AtomicInteger unwound = new AtomicInteger();
    AtomicInteger caught = new AtomicInteger();
    WaitGroup all = new WaitGroup();
    all.add(2 * PARTIES);
    for (int i = 0; i < PARTIES; i++) {
      Go.go(
          () -> {
            try {
              Go.goexit();
            } finally {
              unwound.incrementAndGet();
              all.done();
            }
          });
      Go.go(
          () -> {
            try {
              Chan<Long> closed = Chan.make();
              closed.close();
              closed.send(0L);
            } catch (ChannelClosedException e) {
              caught.incrementAndGet();
            } finally {
              all.done();
            }
          });
    }
    all.await();
    require(unwound.get() == PARTIES, "goexit did not run a finally");
    require(caught.get() == PARTIES, "a send on a closed channel did not throw");
  }

  private void blocking() {
    ReentrantLock lock = new ReentrantLock();
    Object monitor = new Object();
    for (int i = 0; i < PARTIES; i++) {
      crew.start(
          Where.GOROUTINE,
          "blocks",
          self -> {
            for (int k = 0; k < ROUNDS / 2; k++) {
              Go.blocking(() -> jdkSleep(20_000));
              self.step("slept");
              lock.lock();
              try {
                Go.gosched();
                synchronized (monitor) {
                  Go.sleep(Duration.ofNanos(1_000));
                }
              } finally {
                lock.unlock();
              }
              self.step("held the JDK's locks");
            }
          });
    }
  }

  private void closes() {
    for (int i = 0; i < 2; i++) {
      Random random = new Random(seeds.nextLong());
      crew.start(
          Where.GOROUTINE,
          "closes under others",
          self -> {
            for (int k = 0; k < ROUNDS; k++) {
              closeRound(random);
              self.step("all saw the close");
            }
          });
    }
  }

  /** Waiting receivers, or waiting senders, plain and in selects, and a close. */
  private static void closeRound(Random random) {
    Chan<Long> c = Chan.make();
    Chan<Long> other = Chan.make();
    boolean receives = random.nextBoolean();
    AtomicInteger saw = new AtomicInteger();
    WaitGroup all = new WaitGroup();
    for (int i = 0; i < PARTIES; i++) {
      boolean selects = i % 2 == 0;
      all.go(
          () -> {
            try {
              if (receives) {
                receiveEnd(c, other, selects);
                saw.incrementAndGet();
              } else if (selects) {
                Select.select(Select.onSend(c, 1L, () -> {}), Select.onReceive(other, v -> {}));
              } else {
                c.send(1L);
              }
            } catch (ChannelClosedException e) {
              saw.incrementAndGet();
            }
          });
    }
    if (random.nextBoolean()) {
      Go.gosched();
    }
    c.close();
    all.await();
    require(saw.get() == PARTIES, "not all saw the close: " + saw.get());
    require(Leftovers.ofChannel(other).isEmpty(), "a select left a waiter behind");
  }

  private static void receiveEnd(Chan<Long> c, Chan<Long> other, boolean selects) {
    if (selects) {
      Select.select(
          Select.onReceiveOk(c, r -> require(!r.ok(), "received what nobody sent")),
          Select.onReceiveOk(other, r -> require(false, "received from a silent channel")));
    } else {
      require(c.receiveOk() instanceof Received.Closed<Long>, "received what nobody sent");
    }
  }
}
