package io.sudog.contract;

import io.sudog.channels.Chan;
import io.sudog.channels.ChannelClosedException;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import io.sudog.channels.SendChan;
import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.core.DeadlockException;
import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.core.PanicException;
import io.sudog.core.Scheduler;
import io.sudog.core.SchedulerStats;
import io.sudog.core.Task;
import io.sudog.errgroup.ErrGroup;
import io.sudog.errgroup.Semaphore;
import io.sudog.errgroup.SingleFlight;
import io.sudog.net.Conn;
import io.sudog.net.Listener;
import io.sudog.net.Net;
import io.sudog.net.PacketConn;
import io.sudog.select.Case;
import io.sudog.select.Clause;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.select.Send;
import io.sudog.sync.Cond;
import io.sudog.sync.Locker;
import io.sudog.sync.Mutex;
import io.sudog.sync.Once;
import io.sudog.sync.RWMutex;
import io.sudog.sync.WaitGroup;
import io.sudog.time.Ticker;
import io.sudog.time.Time;
import io.sudog.time.Timer;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Compiles exactly when the public names and signatures are those of API.md. It is never run. */
@SuppressWarnings({"unused", "try", "ShortCircuitBoolean"})
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

  static void select(Chan<Integer> a, Chan<String> b) {
    Case first = Select.onReceive(a, (Integer v) -> {});
    Select.select(
        first,
        Select.onReceiveOk(a, (Received<Integer> r) -> {}),
        Select.onSend(b, "x", () -> {}),
        Select.onTimeout(Duration.ofSeconds(1), () -> {}),
        Select.onDefault(() -> {}));
    Select select = new Select();
    Select ordered = Select.inOrder();
    Receive<Integer> fromA = select.receive(a);
    Send<String> toB = select.send(b);
    toB.value("x");
    toB.channel(null);
    fromA.channel(a);
    Clause chosen = select.await();
    chosen = select.poll();
    chosen = select.await(Duration.ofMillis(5));
    if (chosen == fromA) {
      Integer v = fromA.value();
      boolean ok = fromA.ok();
    }
    int index = chosen.index() + fromA.index() + toB.index();
  }

  static void time() throws Exception {
    ReceiveChan<Instant> after = Time.after(Duration.ofSeconds(1));
    ReceiveChan<Instant> tick = Time.tick(Duration.ofSeconds(1));
    Timer timer = Timer.start(Duration.ofSeconds(1));
    timer = Timer.afterFunc(Duration.ofSeconds(1), () -> {});
    ReceiveChan<Instant> fired = timer.channel();
    boolean b = timer.stop() | timer.reset(Duration.ofSeconds(1));
    try (Ticker ticker = Ticker.start(Duration.ofSeconds(1))) {
      ReceiveChan<Instant> ticks = ticker.channel();
      ticker.reset(Duration.ofSeconds(2));
      ticker.stop();
    }
  }

  static void context() {
    Context root = Context.background();
    root = Context.todo();
    Context.Key<String> key = Context.Key.named("k");
    try (CancelContext ctx = Context.withCancel(root)) {
      ctx.cancel();
      ctx.cancel(new Exception("cause"));
      ReceiveChan<Void> done = ctx.done();
      Throwable err = ctx.err();
      Throwable cause = ctx.cause();
      Optional<Instant> deadline = ctx.deadline();
    }
    CancelContext t = Context.withTimeout(root, Duration.ofSeconds(1));
    t = Context.withDeadline(root, Instant.now());
    String v = Context.withValue(root, key, "v").value(key);
    Context w = Context.withoutCancel(root);
    BooleanSupplier stop = Context.afterFunc(root, () -> {});
    Throwable canceled = (CanceledException) null;
    Throwable late = (DeadlineExceededException) null;
  }

  static void errgroup() throws Exception {
    ErrGroup group = ErrGroup.create();
    group = ErrGroup.withContext(Context.background());
    Context ctx = group.context();
    group.setLimit(3);
    group.go(() -> {});
    boolean started = group.tryGo(() -> {});
    group.await();
    Semaphore semaphore = new Semaphore(3L);
    semaphore.acquire(ctx, 1L);
    boolean got = semaphore.tryAcquire(1L);
    semaphore.release(1L);
    SingleFlight<String, Integer> flight = new SingleFlight<>();
    Integer v = flight.run("k", () -> 1);
    flight.forget("k");
  }

  static void net(ByteBuffer buffer) throws Exception {
    try (Listener listener = Net.listen("tcp", "127.0.0.1:0");
        Conn dialed = Net.dial("tcp", "127.0.0.1:1");
        Conn bounded = Net.dial(Context.background(), "tcp", "127.0.0.1:1");
        Conn conn = listener.accept();
        PacketConn packets = Net.listenPacket("udp", "127.0.0.1:0")) {
      SocketAddress address = listener.address();
      int n = conn.read(buffer) + conn.write(buffer);
      InputStream in = conn.input();
      OutputStream out = conn.output();
      conn.closeWrite();
      conn.setDeadline(Instant.now());
      conn.setReadDeadline(null);
      conn.setWriteDeadline(null);
      address = conn.localAddress();
      address = conn.remoteAddress();
      SocketAddress from = packets.receive(buffer);
      n = packets.send(buffer, from);
    }
  }
}
