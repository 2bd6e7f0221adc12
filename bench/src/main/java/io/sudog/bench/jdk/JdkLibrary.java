package io.sudog.bench.jdk;

import static java.util.Map.entry;

import io.sudog.bench.workload.B;
import io.sudog.bench.workload.Library;
import io.sudog.bench.workload.Workload;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Virtual threads on the JDK's scheduler, which the command line gives its processors. */
public final class JdkLibrary implements Library {
  private static final Map<String, Workload.Body> BODIES =
      Map.ofEntries(
          entry("PingPong", QueueWorkloads::pingPong),
          entry("Pair1", b -> QueueWorkloads.pair(b, 1)),
          entry("Pair128", b -> QueueWorkloads.pair(b, 128)),
          entry("OneToOne0", b -> QueueWorkloads.oneToOne(b, 0)),
          entry("OneToOne1", b -> QueueWorkloads.oneToOne(b, 1)),
          entry("OneToOne16", b -> QueueWorkloads.oneToOne(b, 16)),
          entry("OneToOne128", b -> QueueWorkloads.oneToOne(b, 128)),
          entry("ManyToMany4Cap0", b -> QueueWorkloads.manyToMany(b, 4, 0)),
          entry("ManyToMany4Cap16", b -> QueueWorkloads.manyToMany(b, 4, 16)),
          entry("ManyToMany4Cap128", b -> QueueWorkloads.manyToMany(b, 4, 128)),
          entry("ManyToMany100Cap0", b -> QueueWorkloads.manyToMany(b, 100, 0)),
          entry("ManyToMany100Cap16", b -> QueueWorkloads.manyToMany(b, 100, 16)),
          entry("ManyToMany100Cap128", b -> QueueWorkloads.manyToMany(b, 100, 128)),
          entry("ChanUncontended", QueueWorkloads::uncontended),
          entry("ChanNonblocking", QueueWorkloads::nonblocking),
          entry("MakeChan", QueueWorkloads::make),
          entry("ChanCreation", QueueWorkloads::creation),
          entry("CreateGoroutines", b -> ThreadWorkloads.chains(b, 1)),
          entry("CreateGoroutinesParallel", b -> ThreadWorkloads.chains(b, b.processors())),
          entry("CreateGoroutinesSingle", ThreadWorkloads::single),
          entry("Chain1000", b -> QueueWorkloads.chain(b, 1_000)),
          entry("Chain10000", b -> QueueWorkloads.chain(b, 10_000)),
          entry("Sieve", QueueWorkloads::sieve),
          entry("Skynet", ThreadWorkloads::skynet),
          entry("MutexUncontended", LockWorkloads::uncontended),
          entry("Mutex", b -> LockWorkloads.mutex(b, 1)),
          entry("MutexSlack", b -> LockWorkloads.mutex(b, 10)),
          entry("RWMutexUncontended", LockWorkloads::readWriteUncontended),
          entry("RWMutexWrite100", b -> LockWorkloads.readWrite(b, 100)),
          entry("WaitGroupActuallyWait", ThreadWorkloads::join),
          entry("TimerStopFunc", ThreadWorkloads::stopTimer),
          entry("Sleep1000", b -> ThreadWorkloads.sleep(b, 1_000)),
          entry("Sleepers100000", b -> ThreadWorkloads.sleepers(b, 100_000)),
          entry("WakeIdle", QueueWorkloads::wakeIdle));

  /**
   * Opens it.
   *
   * @param processors must be the JVM's option
   */
  public JdkLibrary(int processors) {
    if (processors < 1) {
      throw new IllegalArgumentException("processors: " + processors);
    }
  }

  /**
   * What it has bodies for.
   *
   * @return workloads' names
   */
  public static Set<String> workloads() {
    return BODIES.keySet();
  }

  @Override
  public Workload.Body body(String workload) {
    Workload.Body body = BODIES.get(workload);
    if (body == null) {
      throw new IllegalArgumentException("no such workload of the JDK's: " + workload);
    }
    return body;
  }

  @Override
  public void run(Workload.Body body, B b) throws InterruptedException, ExecutionException {
    Threads.runTimed(body, b);
  }

  @Override
  public Parked park(int n, AtomicInteger started) {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch ended = Threads.park(n, started, gate::await);
    return () -> {
      gate.countDown();
      ended.await();
    };
  }
}
