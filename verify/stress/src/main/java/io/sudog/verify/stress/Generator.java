package io.sudog.verify.stress;

import io.sudog.verify.stress.Plan.Habit;
import io.sudog.verify.stress.Plan.Pipe;
import io.sudog.verify.stress.Plan.ReceiveWay;
import io.sudog.verify.stress.Plan.Receiver;
import io.sudog.verify.stress.Plan.SendWay;
import io.sudog.verify.stress.Plan.Sender;
import io.sudog.verify.stress.Plan.Stage;
import io.sudog.verify.stress.Plan.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes programs out of seeds: the same out of the same. */
final class Generator {
  private static final int[] CAPACITIES = {0, 0, 1, 2, 7, 128};
  private static final int STORE = 128;

  private final Random random;
  private final boolean gmp;

  private Generator(long seed, boolean gmp) {
    random = new Random(seed);
    this.gmp = gmp;
  }

  /**
   * Makes a program.
   *
   * @param seed of all that is random in it
   * @param processors GOMAXPROCS
   * @param gmp false where goroutines run on the JDK's scheduler, on which hogs, and those that
   *     yield and try again, may keep all carriers from those that are to answer them
   * @return the program
   */
  static Plan plan(long seed, int processors, boolean gmp) {
    return new Generator(seed, gmp).plan(seed, processors);
  }

  private Plan plan(long seed, int processors) {
    boolean shrunk = random.nextInt(4) != 0;
    int each = 20 + random.nextInt(400);
    List<Pipe> pipes = new ArrayList<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      pipes.add(random.nextInt(8) == 0 ? store() : pipe(each));
    }
    List<Stage> stages = new ArrayList<>();
    for (int i = random.nextInt(pipes.size()); i > 0; i--) {
      stage(pipes, stages);
    }
    List<Disturbance> disturbances = new ArrayList<>();
    for (Disturbance one : Disturbance.values()) {
      if (random.nextInt(one.rarity) == 0 && (gmp || !one.needsGmp)) {
        disturbances.add(one);
      }
    }
    return new Plan(
        seed,
        processors,
        shrunk,
        // The JDK's scheduler has no choice.
        random.nextBoolean() || !gmp,
        List.copyOf(pipes),
        List.copyOf(stages),
        List.copyOf(disturbances));
  }

  private Pipe pipe(int each) {
    int capacity = CAPACITIES[random.nextInt(CAPACITIES.length)];
    List<Sender> senders = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      senders.add(new Sender(where(), sendWay(), one(Habit.values()), each));
    }
    List<Receiver> receivers = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      ReceiveWay way = receiveWay();
      // Without a buffer, those that only try never meet; so somebody waits, and stays.
      while (capacity == 0 && !way.isPatient()) {
        way = receiveWay();
      }
      int most = receivers.isEmpty() || random.nextInt(3) != 0 ? 0 : 1 + random.nextInt(each);
      receivers.add(new Receiver(where(), way, most));
    }
    return new Pipe(capacity, random.nextInt(5) == 0, List.copyOf(senders), List.copyOf(receivers));
  }

  /** A channel that keeps what it is sent. */
  private Pipe store() {
    int count = 1 + random.nextInt(3);
    List<Sender> senders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int each = 1 + random.nextInt(STORE / count);
      senders.add(new Sender(where(), sendWay(), one(Habit.values()), each));
    }
    return new Pipe(STORE, random.nextInt(5) == 0, List.copyOf(senders), List.of());
  }

  /** Leads from one channel or two to a later one; never into a store, which has no room for it. */
  private void stage(List<Pipe> pipes, List<Stage> stages) {
    int to = random.nextInt(pipes.size());
    if (to == 0 || pipes.get(to).receivers().isEmpty()) {
      return;
    }
    int first = random.nextInt(to);
    int second = random.nextInt(to);
    List<Integer> from = first == second ? List.of(first) : List.of(first, second);
    stages.add(new Stage(from, to, sendWay()));
  }

  private Where where() {
    return switch (random.nextInt(12)) {
      case 0 -> Where.PLATFORM;
      case 1 -> Where.VIRTUAL;
      default -> Where.GOROUTINE;
    };
  }

  private SendWay sendWay() {
    SendWay way;
    do {
      way = one(SendWay.values());
    } while (way.polls() && !gmp);
    return way;
  }

  private ReceiveWay receiveWay() {
    ReceiveWay way;
    do {
      way = one(ReceiveWay.values());
    } while (way.polls() && !gmp);
    return way;
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
