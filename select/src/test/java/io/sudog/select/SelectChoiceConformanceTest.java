package io.sudog.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Race;
import io.sudog.testing.Stress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which of the ready cases a select chooses, and that it finds each that is ready. */
@DisplayName("The choice of a select, as in Go")
class SelectChoiceConformanceTest {
  private static final int TRIALS = 20_000;

  /** Ten standard deviations: Go's bound. Chance fails it once in 10^22 runs. */
  private static void assertUniform(int[] counts, int trials) {
    double p = 1.0 / counts.length;
    double bound = 10 * Math.sqrt(trials * p * (1 - p));
    for (int count : counts) {
      assertEquals(trials * p, count, bound, () -> Arrays.toString(counts));
    }
  }

  @Kinds
  @DisplayName("S01 is uniform among 2, 3, 4 and 8 ready cases, with two others that never are")
  void s01Uniform(Kind kind) {
    for (Form form : Form.values()) {
      for (int n : new int[] {2, 3, 4, 8}) {
        List<Chan<String>> channels = new ArrayList<>();
        Selection s = Selection.of(form).receive(Chan.make());
        for (int i = 0; i < n; i++) {
          Chan<String> c = Chan.make(1);
          channels.add(c);
          c.send("v");
          s.receive(c);
        }
        s.send(Chan.make(), "never");
        int[] counts = new int[n];
        int[] pairs = new int[n * n];
        try (Harness h = Harness.create()) {
          h.run(
              kind,
              () -> {
                int last = 0;
                for (int i = 0; i < TRIALS; i++) {
                  int chosen = s.await() - 1;
                  channels.get(chosen).send("v");
                  counts[chosen]++;
                  pairs[last * n + chosen]++;
                  last = chosen;
                }
              });
        }
        assertUniform(counts, TRIALS);
        // Nor does a choice tell the next one.
        assertUniform(pairs, TRIALS);
      }
    }
  }

  @Kinds
  @DisplayName("S01 is uniform over sends, receives and closed channels, in a new select each time")
  void s01UniformOverKinds(Kind kind) {
    for (Form form : Form.values()) {
      Chan<String> in = Chan.make(1);
      Chan<String> out = Chan.make(1);
      Chan<String> closed = Chan.make();
      closed.close();
      in.send("v");
      int[] counts = new int[3];
      try (Harness h = Harness.create()) {
        h.run(
            kind,
            () -> {
              for (int i = 0; i < TRIALS; i++) {
                int chosen = Selection.of(form).receive(in).send(out, "v").receive(closed).poll();
                counts[chosen]++;
                if (chosen == 0) {
                  in.send("v");
                } else if (chosen == 1) {
                  assertEquals("v", out.receive());
                }
              }
            });
      }
      assertUniform(counts, TRIALS);
    }
  }

  @Kinds
  @DisplayName("S01 neither of two senders that never cease is starved")
  void s01Senders(Kind kind) {
    for (Form form : Form.values()) {
      Chan<Integer> a = Chan.make(1_000);
      Chan<Integer> b = Chan.make(1_000);
      Chan<Void> done = Chan.make();
      int[] counts = new int[2];
      try (Harness h = Harness.create()) {
        for (Chan<Integer> c : List.of(a, b)) {
          // Parked: the buffer is full, so that both are ready from the receiver's first round on.
          h.go(
                  () -> {
                    Selection s = Selection.of(form).send(c, 1).receive(done);
                    int chosen;
                    do {
                      chosen = s.await();
                    } while (chosen == 0);
                  })
              .awaitParked();
        }
        h.run(
            kind,
            () -> {
              Selection s =
                  Selection.of(form)
                      .receive(Chan.make())
                      .receive(a)
                      .receive(b)
                      .send(Chan.make(), 1);
              for (int i = 0; i < TRIALS / 2; i++) {
                counts[s.await() - 1]++;
              }
              done.close();
            });
      }
      assertEquals(TRIALS / 2, counts[0] + counts[1]);
      assertTrue(counts[0] > 100 && counts[1] > 100, () -> Arrays.toString(counts));
    }
  }

  @Kinds
  @DisplayName("S02 two sends on the same channel are both chosen, buffered or not")
  void s02SendsOnSameChannel(Kind kind) {
    for (Form form : Form.values()) {
      for (int cap : new int[] {0, 100}) {
        Chan<Integer> c = Chan.make(cap);
        int[] counts = new int[2];
        try (Harness h = Harness.create()) {
          h.start(
              kind,
              () -> {
                Selection s = Selection.of(form).send(c, 0).send(c, 1);
                for (int i = 0; i < 100; i++) {
                  s.await();
                }
              });
          h.run(
              Kind.GOROUTINE,
              () -> {
                for (int i = 0; i < 100; i++) {
                  counts[c.receive()]++;
                }
              });
        }
        assertTrue(counts[0] > 10 && counts[1] > 10, () -> cap + ": " + Arrays.toString(counts));
      }
    }
  }

  @Kinds
  @DisplayName("S02 two cases on the same channel are both chosen by a partner of a waiting select")
  void s02WaitingOnSameChannel(Kind kind) {
    for (Form form : Form.values()) {
      for (boolean send : new boolean[] {true, false}) {
        Chan<Integer> c = Chan.make();
        Selection s =
            send
                ? Selection.of(form).send(c, 0).receive(Chan.make()).send(c, 2)
                : Selection.of(form).receive(c).receive(Chan.make()).receive(c);
        int[] counts = new int[3];
        for (int i = 0; i < 100; i++) {
          try (Harness h = Harness.create()) {
            Harness.Child child = h.start(kind, () -> counts[s.await()]++).awaitParked();
            if (send) {
              int before = counts[0];
              int sent = c.receive();
              child.join();
              assertEquals(counts[0] > before ? 0 : 2, sent);
            } else {
              c.send(1);
            }
          }
        }
        assertTrue(counts[0] > 10 && counts[2] > 10, () -> Arrays.toString(counts));
        Queues.assertEmpty(c);
      }
    }
  }

  // ---- the exact default ----------------------------------------------------------------------

  @Kinds
  @DisplayName("S04 takes no default while, at each instant, one of two channels is ready")
  void s04SelectRace(Kind kind) {
    for (Form form : Form.values()) {
      selectRace(kind, form, false);
    }
  }

  @Kinds
  @DisplayName("S04 takes no default while a value is there, or the other channel closed")
  void s04SelectRaceWithClose(Kind kind) {
    for (Form form : Form.values()) {
      selectRace(kind, form, true);
    }
  }

  private static void selectRace(Kind kind, Form form, boolean close) {
    int rounds = Stress.times(kind == Kind.GOROUTINE ? 5_000 : 500);
    try (Harness h = Harness.create()) {
      h.run(
          Kind.GOROUTINE,
          () -> {
            Chan<Boolean> done = Chan.make(1);
            for (int i = 0; i < rounds; i++) {
              Chan<Integer> one = Chan.make(1);
              Chan<Integer> two = Chan.make(1);
              one.send(1);
              Selection s = Selection.of(form).receive(one).receive(two);
              h.start(kind, () -> done.send(s.poll() != Selection.NONE));
              handOn(one, two, close);
              assertTrue(done.receive(), "no channel is ready");
            }
          });
    }
  }

  private static void handOn(Chan<Integer> one, Chan<Integer> two, boolean close) {
    if (close) {
      two.close();
    } else {
      two.send(1);
    }
    one.tryReceive();
  }

  @Test
  @DisplayName("S04 the same, with both sides as close together as can be")
  void s04Race() {
    int rounds = Stress.times(5_000);
    for (Form form : Form.values()) {
      List<Chan<Integer>> ones = new ArrayList<>();
      List<Chan<Integer>> twos = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        ones.add(Chan.make(1));
        twos.add(Chan.make(1));
        ones.getLast().send(1);
      }
      Race.run(
          rounds,
          round ->
              assertNotEquals(
                  Selection.NONE,
                  Selection.of(form).receive(ones.get(round)).receive(twos.get(round)).poll()),
          round -> handOn(ones.get(round), twos.get(round), round % 2 == 0));
    }
  }

  // ---- in order -------------------------------------------------------------------------------

  @Kinds
  @DisplayName("inOrder chooses the first that is ready")
  void inOrder(Kind kind) {
    List<Chan<String>> channels = new ArrayList<>();
    Select select = Select.inOrder();
    List<Clause> clauses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Chan<String> c = Chan.make(1);
      channels.add(c);
      clauses.add(i % 2 == 0 ? select.receive(c) : select.send(c).value("v"));
    }
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (int ready = 0; ready < 32; ready++) {
              for (int i = 0; i < 5; i++) {
                channels.get(i).tryReceive();
                // A receive is ready when something is there, a send when nothing is.
                if ((ready >> i & 1) == (i + 1) % 2) {
                  channels.get(i).send("v");
                }
              }
              Clause expected =
                  ready == 0 ? null : clauses.get(Integer.numberOfTrailingZeros(ready));
              assertSame(expected, select.poll(), () -> "of " + clauses);
            }
          });
      channels.forEach(c -> c.tryReceive());
      channels.get(1).send("v");
      channels.get(3).send("v");
      Harness.Child child =
          h.start(kind, () -> assertSame(clauses.get(4), select.await())).awaitParked();
      channels.get(4).send("v");
      child.join();
    }
  }

  @Test
  @DisplayName("inOrder never prefers a later clause to one that became ready earlier")
  void inOrderExact() {
    int rounds = Stress.times(10_000);
    Chan<Integer> first = Chan.make(rounds);
    Chan<Integer> second = Chan.make(rounds);
    Select select = Select.inOrder();
    Receive<Integer> one = select.receive(first);
    Receive<Integer> two = select.receive(second);
    int[] seen = new int[2];
    Race.run(
        rounds,
        round -> {
          Clause chosen;
          while ((chosen = select.poll()) != null) {
            seen[chosen.index()]++;
            assertTrue(seen[0] >= seen[1], "the second of a pair before the first");
          }
        },
        round -> {
          first.send(round);
          second.send(round);
        });
    assertTrue(one.index() == 0 && two.index() == 1);
  }
}
