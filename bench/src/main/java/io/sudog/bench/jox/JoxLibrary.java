package io.sudog.bench.jox;

import static java.util.Map.entry;

import com.softwaremill.jox.Channel;
import io.sudog.bench.jdk.Threads;
import io.sudog.bench.workload.B;
import io.sudog.bench.workload.Library;
import io.sudog.bench.workload.Workload;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Jox on virtual threads, whose scheduler the command line gives its processors. */
public final class JoxLibrary implements Library {
  private static final Map<String, Workload.Body> BODIES =
      Map.ofEntries(
          entry("PingPong", JoxChannels::pingPong),
          entry("Pair1", b -> JoxChannels.pair(b, 1)),
          entry("Pair128", b -> JoxChannels.pair(b, 128)),
          entry("OneToOne0", b -> JoxChannels.oneToOne(b, 0)),
          entry("OneToOne1", b -> JoxChannels.oneToOne(b, 1)),
          entry("OneToOne16", b -> JoxChannels.oneToOne(b, 16)),
          entry("OneToOne128", b -> JoxChannels.oneToOne(b, 128)),
          entry("ManyToMany4Cap0", b -> JoxChannels.manyToMany(b, 4, 0)),
          entry("ManyToMany4Cap16", b -> JoxChannels.manyToMany(b, 4, 16)),
          entry("ManyToMany4Cap128", b -> JoxChannels.manyToMany(b, 4, 128)),
          entry("ManyToMany100Cap0", b -> JoxChannels.manyToMany(b, 100, 0)),
          entry("ManyToMany100Cap16", b -> JoxChannels.manyToMany(b, 100, 16)),
          entry("ManyToMany100Cap128", b -> JoxChannels.manyToMany(b, 100, 128)),
          entry("ChanUncontended", JoxChannels::uncontended),
          entry("MakeChan", JoxChannels::make),
          entry("ChanCreation", JoxChannels::creation),
          entry("Chain1000", b -> JoxChannels.chain(b, 1_000)),
          entry("Chain10000", b -> JoxChannels.chain(b, 10_000)),
          entry("Sieve", JoxPuzzles::sieve),
          entry("Skynet", JoxPuzzles::skynet),
          entry("ChanNonblocking", b -> JoxSelects.byDefault(b, 1)),
          entry("SelectSync2", b -> JoxSelects.sync(b, 2)),
          entry("SelectSync8", b -> JoxSelects.sync(b, 8)),
          entry("SelectUncontended2", b -> JoxSelects.uncontended(b, 2)),
          entry("SelectUncontended8", b -> JoxSelects.uncontended(b, 8)),
          entry("SelectSyncContended2", b -> JoxSelects.syncContended(b, 2)),
          entry("SelectSyncContended3", b -> JoxSelects.syncContended(b, 3)),
          entry("SelectSyncContended8", b -> JoxSelects.syncContended(b, 8)),
          entry("SelectAsyncContended2", b -> JoxSelects.asyncContended(b, 2)),
          entry("SelectAsyncContended8", b -> JoxSelects.asyncContended(b, 8)),
          entry("SelectDefault2", b -> JoxSelects.byDefault(b, 2)),
          entry("SelectDefault8", b -> JoxSelects.byDefault(b, 8)),
          entry("SelectTimeout", JoxSelects::timeout),
          entry("WakeIdle", JoxPuzzles::wakeIdle));

  /**
   * Opens it.
   *
   * @param processors must be the JVM's option
   */
  public JoxLibrary(int processors) {
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
      throw new IllegalArgumentException("no such workload of jox's: " + workload);
    }
    return body;
  }

  @Override
  public void run(Workload.Body body, B b) throws InterruptedException, ExecutionException {
    Threads.runTimed(body, b);
  }

  @Override
  public Parked park(int n, AtomicInteger started) {
    Channel<Integer> gate = Channel.newRendezvousChannel();
    CountDownLatch ended = Threads.park(n, started, gate::receiveOrClosed);
    return () -> {
      gate.done();
      ended.await();
    };
  }
}
