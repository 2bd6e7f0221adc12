package io.sudog.contract;

import io.sudog.channels.Chan;
import io.sudog.channels.ChannelClosedException;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import io.sudog.channels.SendChan;
import io.sudog.core.DeadlockException;
import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.core.PanicException;
import io.sudog.core.Scheduler;
import io.sudog.core.SchedulerStats;
import io.sudog.core.Task;
import io.sudog.sync.Cond;
import io.sudog.sync.Locker;
import io.sudog.sync.Mutex;
import io.sudog.sync.Once;
import io.sudog.sync.RWMutex;
import io.sudog.sync.WaitGroup;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The public names and signatures of io.sudog.core, io.sudog.sync and io.sudog.channels as programs
 * outside use them. To compile is all it has to do; nobody runs it.
 */
@SuppressWarnings({"unused", "try", "UnusedVariable", "UnusedMethod", "ShortCircuitBoolean"})
final class ApiContract {
  private ApiContract() {}

  static void core() throws Exception {
    Task task = () -> {};
    Goroutine g = Go.go(task);
    g = Go.go("name", task);
    Go.run(task);
    Go.gosched();
    if (g.isDone()) {
      String never = Go.goexit();
    }
    Go.sleep(Duration.ofMillis(1));
    String s = Go.blocking(() -> "x");
    int n = Go.gomaxprocs() + Go.gomaxprocs(2) + Go.numGoroutine();
    Goroutine current = Go.current();
    Go.lockOSThread();
    Go.unlockOSThread();
    ExecutorService executor = Go.executor();
    long id = g.id();
    String name = g.name() + g.waitReason();
    Goroutine.State state = g.state();
    switch (state) {
      case IDLE, RUNNABLE, RUNNING, SYSCALL, WAITING, DEAD -> {}
    }
    Thread thread = g.thread();
    g.join();
    boolean joined = g.join(Duration.ofSeconds(1));
    try (Scheduler scheduler =
        Scheduler.builder()
            .processors(2)
            .name("s")
            .timeSlice(Duration.ofMillis(10))
            .deadlockDetection(true)
            .onPanic((who, why) -> {})
            .build()) {
      Goroutine h = scheduler.go(task);
      h = scheduler.go("name", task);
      scheduler.run(task);
      SchedulerStats stats = scheduler.stats();
      String dump = scheduler.dump();
    }
    Scheduler mine = Scheduler.current();
    RuntimeException panic = new PanicException("m", new Exception());
    IllegalStateException deadlock = (DeadlockException) null;
  }

  static void sync() {
    Locker locker = new Mutex();
    Mutex mutex = new Mutex();
    mutex.lock();
    mutex.unlock();
    boolean b = mutex.tryLock();
    RWMutex rw = new RWMutex();
    rw.lock();
    rw.unlock();
    b = rw.tryLock();
    rw.rLock();
    rw.rUnlock();
    b = rw.tryRLock();
    Locker reader = rw.rLocker();
    WaitGroup wg = new WaitGroup();
    wg.add(1);
    wg.done();
    wg.await();
    Goroutine g = wg.go(() -> {});
    new Once().run(() -> {});
    Supplier<String> value = Once.value(() -> "x");
    Runnable once = Once.of(() -> {});
    Cond cond = new Cond(mutex);
    cond.await();
    cond.signal();
    cond.broadcast();
  }

  static void channels() {
    Chan<Integer> c = Chan.make();
    c = Chan.make(8);
    c = Chan.nil();
    SendChan<Integer> in = c;
    in.send(1);
    boolean sent = in.trySend(1) | in.sendIfOpen(1);
    in.close();
    ReceiveChan<Integer> out = c;
    Integer v = out.receive();
    Received<Integer> r = out.receiveOk();
    switch (out.tryReceive()) {
      case Received.Value<Integer>(Integer x) -> {}
      case Received.Closed<Integer>() -> {}
      case Received.Empty<Integer>() -> {}
    }
    boolean ok = r.ok();
    v = r.value();
    for (Integer x : out) {}
    Stream<Integer> stream = out.stream();
    int n = in.len() + in.cap() + out.len() + out.cap();
    IllegalStateException closed = (ChannelClosedException) null;
  }
}
