package io.sudog.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sudog.runtime.Schedulers.Started;
import io.sudog.testing.Twin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where a goroutine goes whose time slice is over. */
@DisplayName("Preemption")
class PreemptionConformanceTest {
  @Test
  @DisplayName("G19 puts the goroutine at the tail of the global queue")
  void tailOfTheGlobalQueue() {
    bePreempted();
  }

  @Test
  @DisplayName("canary: one that lets the goroutine run next, or puts it at the local queue's end")
  void brokenRequeue() {
    for (String place : List.of("p.putNext(g);", "p.put(g);")) {
      Twin.of("core", Finder.class)
          .replaceAfter("p.putNext(g); sched.wakeP(); } else {", "sched.global.add(g);", place)
          .assertCaughtBy(PreemptionConformanceTest.class, "bePreempted");
    }
  }

  static void bePreempted() {
    try (Schedulers s = Schedulers.calm(1)) {
      List<String> order = new ArrayList<>();
      List<Started> others = new ArrayList<>();
      s.go(
              () -> {
                others.add(s.go(() -> order.add("local")));
                others.add(s.go(() -> order.add("next")));
                G global = s.sched.prepare(null, () -> order.add("global"));
                global.handle = global;
                others.add(new Started(global, global.id()));
                global.startThread();
                global.setStatus(G.RUNNABLE);
                s.sched.global.add(global);
                // As sysmon does when the slice is over.
                Parking.currentM().preempt = true;
                Parking.checkpoint();
                order.add("preempted");
              })
          .join();
      others.forEach(Started::join);
      assertEquals(List.of("next", "local", "global", "preempted"), order);
    }
  }
}
