package io.sudog.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sudog.testing.Await;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A put to a P against its being taken away: the goroutine must be found by one of the two. */
@DisplayName("The handshake of putting and retiring a P")
class RetireHandshakeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private static final class Round {
    private final Schedulers s;
    private final BiConsumer<P, G> put;
    private final AtomicLong ran = new AtomicLong();
    private P p;
    private G g;
    private long rounds;

    Round(Schedulers s, BiConsumer<P, G> put) {
      this.s = s;
      this.put = put;
    }

    void prepare() {
      rounds++;
      p = new P(0, s.sched);
      g = s.sched.prepare(null, ran::incrementAndGet);
      g.startThread();
      g.setStatus(G.RUNNABLE);
    }

    void owner() {
      put.accept(p, g);
    }

    void thief() {
      p.retire();
      s.sched.drain(p);
    }

    boolean lost() {
      return !p.queue.isEmpty();
    }

    long firstLoss(long most, Duration limit) throws InterruptedException {
      return new Litmus(this::prepare, this::owner, this::thief, this::lost).firstLoss(most, limit);
    }
  }

  private static void checkRight(BiConsumer<P, G> put) throws InterruptedException {
    try (Schedulers s = Schedulers.of(1)) {
      Round round = new Round(s, put);
      assertEquals(0, round.firstLoss(Stress.times(40_000), PATIENCE));
      Await.until("all ran", () -> round.ran.get() == round.rounds);
    }
  }

  private static void checkBroken(BiConsumer<P, G> put) throws InterruptedException {
    try (Schedulers s = Schedulers.of(1)) {
      assertNotEquals(0, new Round(s, put).firstLoss(Long.MAX_VALUE, PATIENCE));
    }
  }

  @Test
  @DisplayName("putNext loses nothing")
  void putNext() throws InterruptedException {
    checkRight(P::putNext);
  }

  @Test
  @DisplayName("putNext, whose predecessor goes to the ring, loses nothing")
  void putNextTwice() throws InterruptedException {
    try (Schedulers s = Schedulers.of(1)) {
      AtomicLong ran = new AtomicLong();
      Round round =
          new Round(
              s,
              (p, g) -> {
                p.putNext(g);
                G second = s.sched.prepare(null, ran::incrementAndGet);
                second.startThread();
                second.setStatus(G.RUNNABLE);
                p.putNext(second);
              });
      assertEquals(0, round.firstLoss(Stress.times(20_000), PATIENCE));
      Await.until("all ran", () -> ran.get() == round.rounds && round.ran.get() == round.rounds);
    }
  }

  @Test
  @DisplayName("put loses nothing")
  void put() throws InterruptedException {
    checkRight(P::put);
  }

  @Test
  @DisplayName("canary: whoever reads retired before the put loses one")
  void lookingFirstIsCaught() throws InterruptedException {
    checkBroken(
        (p, g) -> {
          if (p.isRetired()) {
            p.sched.global.add(g);
          } else {
            p.queue.exchangeNext(g);
          }
        });
  }

  @Test
  @DisplayName("canary: a put to the ring without the fence loses one")
  void withoutFenceIsCaught() throws InterruptedException {
    checkBroken(
        (p, g) -> {
          p.queue.put(g, p.sched.global);
          if (p.isRetired()) {
            p.sched.drain(p);
          }
        });
  }
}
