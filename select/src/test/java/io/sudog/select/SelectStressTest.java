package io.sudog.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.Received;
import io.sudog.core.Go;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

/** Selects of all kinds at once: nothing is lost, doubled or stuck. */
@DisplayName("Selects under stress")
class SelectStressTest {
  private static final Duration AT_MOST = Stress.scaled(Duration.ofMillis(700));

  @Processors
  @DisplayName("what was received, or is left, of each channel is what was sent, in order")
  void random(int processors) {
    SelectStressRun.during(AT_MOST, processors, false);
  }

  @Processors
  @DisplayName("what was received of each channel is what was sent, though it is closed any time")
  void randomWithClose(int processors) {
    SelectStressRun.during(AT_MOST, processors, true);
  }

  /** For SelectBrokenTwinTest: enough of it to catch what is rare. */
  static void randomForLong(int processors) {
    SelectStressRun.during(Duration.ofSeconds(3), processors, true);
  }

  /** Go's doubleselect.go. */
  @Processors
  @DisplayName("S14 a value offered on four channels at once is sent on one of them")
  void s14DoubleSelect(int processors) {
    int n = Stress.times(10_000);
    for (Form form : Form.values()) {
      List<Chan<Integer>> channels = new ArrayList<>();
      Chan<Integer> all = Chan.make();
      AtomicInteger open = new AtomicInteger(4);
      try (Harness h = Harness.shrunk(processors)) {
        Selection s = Selection.of(form);
        Select loop = new Select();
        List<Send<Integer>> sends = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          Chan<Integer> c = Chan.make();
          channels.add(c);
          s.receive(c);
          sends.add(loop.send(c));
          h.start(
              Kind.mixed(i),
              () -> {
                for (int v : c) {
                  all.send(v);
                }
                if (open.decrementAndGet() == 0) {
                  all.close();
                }
              });
        }
        h.go(
            () -> {
              for (int i = 0; i < n; i++) {
                if (form == Form.LOOP) {
                  int v = i;
                  sends.forEach(send -> send.value(v));
                  var _ = loop.await();
                } else {
                  Selection once = Selection.of(form);
                  for (Chan<Integer> c : channels) {
                    once.send(c, i);
                  }
                  once.await();
                }
              }
              channels.forEach(Chan::close);
            });
        h.run(
            Kind.GOROUTINE,
            () -> {
              BitSet seen = new BitSet(n);
              for (int v : all) {
                assertTrue(!seen.get(v), () -> "twice: " + v);
                seen.set(v);
              }
              assertEquals(n, seen.cardinality());
            });
      }
    }
  }

  /** Go's TestSelectStress. */
  @Processors
  @DisplayName("S16 plain and selecting senders and receivers on the same four channels all end")
  void s16SelectStress(int processors) {
    int n = Stress.times(3_000);
    for (Form form : Form.values()) {
      List<Chan<Integer>> channels = List.of(Chan.make(), Chan.make(), Chan.make(2), Chan.make(3));
      try (Harness h = Harness.shrunk(processors)) {
        for (int i = 0; i < 4; i++) {
          Chan<Integer> c = channels.get(i);
          h.start(
              Kind.mixed(i + 2),
              () -> {
                for (int v = 0; v < n; v++) {
                  c.send(0);
                }
              });
          h.start(
              Kind.mixed(i + 4),
              () -> {
                for (int v = 0; v < n; v++) {
                  c.receive();
                }
              });
        }
        h.go(() -> untilAllAreNil(form, channels, n, true));
        h.go(() -> untilAllAreNil(form, channels.reversed(), n, false));
      }
      for (Chan<Integer> c : channels) {
        assertEquals(0, c.len());
        assertEquals(new Received.Empty<>(), c.tryReceive());
        Queues.assertEmpty(c);
      }
    }
  }

  private static void untilAllAreNil(
      Form form, List<Chan<Integer>> channels, int n, boolean sends) {
    int[] done = new int[4];
    for (int left = 4; left > 0; ) {
      Selection s = Selection.of(form);
      for (int i = 0; i < 4; i++) {
        Chan<Integer> c = done[i] < n ? channels.get(i) : null;
        if (sends) {
          s.send(c, 1);
        } else {
          s.receive(c);
        }
      }
      for (boolean same = true; same; ) {
        int chosen = s.await();
        done[chosen]++;
        same = done[chosen] < n;
        if (done[chosen] % 64 == 0) {
          Go.gosched();
        }
      }
      left--;
    }
  }
}
