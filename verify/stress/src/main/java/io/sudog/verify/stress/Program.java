package io.sudog.verify.stress;

import io.sudog.channels.Chan;
import io.sudog.channels.Received;
import io.sudog.core.Go;
import io.sudog.core.Task;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.sync.Mutex;
import io.sudog.sync.WaitGroup;
import io.sudog.verify.stress.Plan.Pipe;
import io.sudog.verify.stress.Plan.Receiver;
import io.sudog.verify.stress.Plan.SendWay;
import io.sudog.verify.stress.Plan.Sender;
import io.sudog.verify.stress.Plan.Stage;
import io.sudog.verify.stress.Plan.Where;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Carries out a plan as the main goroutine, and then says what is wrong. */
final class Program implements Task {
  private static final int SOMETIMES = 15;

  private final Plan plan;
  private final Trace trace = new Trace();
  private final Crew crew = new Crew(trace);
  private final Consumer<Crew> more;
  private final Random seeds;
  private final List<Channel> channels = new ArrayList<>();

  // ORDER: written by the main goroutine before it ends, read after it has.
  private final List<String> faults = new ArrayList<>();

  /** A channel with its ledger and the locks that its senders hold. */
  private static final class Channel {
    final Chan<Long> c;
    final Ledger ledger;
    final WaitGroup senders = new WaitGroup();
    final ReentrantLock jdkLock = new ReentrantLock();
    final Object monitor = new Object();
    final Mutex mutex = new Mutex();

    Channel(String name, int capacity) {
      c = Chan.make(capacity);
      ledger = new Ledger(name);
    }
  }

  /**
   * A program.
   *
   * @param plan what it does
   * @param more what is to be started beside
   */
  Program(Plan plan, Consumer<Crew> more) {
    this.plan = plan;
    this.more = more;
    seeds = new Random(plan.seed());
  }

  Trace trace() {
    return trace;
  }

  /** What was wrong; for after the end. */
  List<String> faults() {
    return faults;
  }

  @Override
  public void run() {
    for (int i = 0; i < plan.pipes().size(); i++) {
      channels.add(new Channel("channel " + i, plan.pipes().get(i).capacity()));
    }
    // A closer must not see a group that is empty because nobody was added yet.
    for (int i = 0; i < channels.size(); i++) {
      channels.get(i).senders.add(plan.pipes().get(i).senders().size());
    }
    plan.stages().forEach(s -> channels.get(s.to()).senders.add(1));
    for (int i = 0; i < channels.size(); i++) {
      startPipe(i, plan.pipes().get(i), channels.get(i));
    }
    plan.stages().forEach(this::startStage);
    Beside beside = new Beside(crew, seeds);
    plan.disturbances().forEach(d -> beside.start(d, plan.processors()));
    more.accept(crew);
    crew.await();
    crew.failures().forEach(f -> faults.add("an actor failed: " + Leftovers.stackTrace(f)));
    channels.forEach(this::check);
    faults.addAll(Leftovers.ofGoroutines());
  }

  private void check(Channel channel) {
    Ledger.Got rest = channel.ledger.receiver();
    while (channel.c.tryReceive() instanceof Received.Value<Long>(Long v)) {
      rest.add(v);
    }
    faults.addAll(channel.ledger.check());
    faults.addAll(Leftovers.ofChannel(channel.c));
  }

  private void startPipe(int i, Pipe pipe, Channel channel) {
    for (Sender sender : pipe.senders()) {
      Ledger.Sent book = channel.ledger.sender();
      Random random = new Random(seeds.nextLong());
      crew.start(
          sender.where(),
          "sender of channel " + i,
          self -> {
            try {
              sendAll(channel, sender, book, random, self);
            } finally {
              channel.senders.done();
            }
          });
    }
    for (Receiver receiver : pipe.receivers()) {
      Ledger.Got book = channel.ledger.receiver();
      Random random = new Random(seeds.nextLong());
      crew.start(
          receiver.where(),
          "receiver of channel " + i,
          self -> receiveAll(channel.c, receiver, book, random, self));
    }
    int moments = seeds.nextInt(1000);
    crew.start(
        Where.GOROUTINE,
        "closer of channel " + i,
        self -> {
          if (pipe.closedEarly()) {
            Go.sleep(Duration.ofNanos(1_000L * moments));
          } else {
            channel.senders.await();
          }
          channel.c.close();
        });
  }

  private static void sendAll(
      Channel to, Sender how, Ledger.Sent book, Random random, Trace.Actor self) throws Exception {
    Sending sending = new Sending(to.c, how.way(), random);
    for (int i = 0; i < how.count(); i++) {
      if (!sendWithHabit(to, sending, how, i, book)) {
        self.step("found it closed");
        return;
      }
      self.step("sent");
    }
  }

  private static boolean sendWithHabit(
      Channel to, Sending sending, Sender how, int i, Ledger.Sent book) throws Exception {
    boolean sometimes = (i & SOMETIMES) == 0;
    switch (how.habit()) {
      case HOLDS_JDK_LOCK -> {
        if (sometimes) {
          to.jdkLock.lock();
          try {
            return send(sending, book);
          } finally {
            to.jdkLock.unlock();
          }
        }
      }
      case HOLDS_MONITOR -> {
        if (sometimes) {
          synchronized (to.monitor) {
            return send(sending, book);
          }
        }
      }
      case HOLDS_MUTEX -> {
        to.mutex.lock();
        try {
          return send(sending, book);
        } finally {
          to.mutex.unlock();
        }
      }
      case PARKS_IN_JDK -> {
        if (sometimes) {
          LockSupport.parkNanos(1_000);
        }
      }
      case SLEEPS -> {
        if (sometimes) {
          Go.sleep(Duration.ofNanos(1_000));
        }
      }
      case BLOCKS -> {
        if (sometimes) {
          Go.blocking(() -> Beside.jdkSleep(50_000));
        }
      }
      case YIELDS -> Go.gosched();
      case SPINS -> Beside.spin(sometimes ? 100_000 : 0);
      case NONE -> {}
    }
    return send(sending, book);
  }

  private static boolean send(Sending sending, Ledger.Sent book) {
    if (!sending.send(book.next())) {
      return false;
    }
    book.add();
    return true;
  }

  private static void receiveAll(
      Chan<Long> from, Receiver how, Ledger.Got book, Random random, Trace.Actor self) {
    Receiving receiving = new Receiving(from, how.way(), random);
    while (how.most() == 0 || book.size() < how.most()) {
      Long v = receiving.next();
      if (v == null) {
        return;
      }
      book.add(v);
      self.step("received");
    }
  }

  private void startStage(Stage stage) {
    Channel to = channels.get(stage.to());
    Ledger.Sent sent = to.ledger.sender();
    List<Channel> from = stage.from().stream().map(channels::get).toList();
    List<Ledger.Got> got = from.stream().map(c -> c.ledger.receiver()).toList();
    SendWay way = stage.way();
    Random random = new Random(seeds.nextLong());
    crew.start(
        Where.GOROUTINE,
        "stage from " + stage.from() + " to " + stage.to(),
        self -> {
          try {
            passOn(from, got, new Sending(to.c, way, random), sent, self);
          } finally {
            to.senders.done();
          }
        });
  }

  private static void passOn(
      List<Channel> from,
      List<Ledger.Got> got,
      Sending sending,
      Ledger.Sent sent,
      Trace.Actor self) {
    Select select = new Select();
    List<Receive<Long>> clauses = from.stream().map(c -> select.receive(c.c)).toList();
    int open = from.size();
    boolean sends = true;
    while (open > 0) {
      int i = select.await().index();
      Receive<Long> clause = clauses.get(i);
      Long v = clause.value();
      if (!clause.ok() || v == null) {
        clause.channel(null);
        open--;
        continue;
      }
      got.get(i).add(v);
      self.step("received from the one with index " + i);
      // Where the next channel was closed early, what comes is received all the same.
      if (sends) {
        sends = send(sending, sent);
        self.step("passed on");
      }
    }
  }
}
