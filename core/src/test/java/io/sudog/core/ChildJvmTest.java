package io.sudog.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.sync.WaitGroup;
import io.sudog.testing.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What depends on how the JVM was started, in JVMs of its own. */
@DisplayName("A JVM")
class ChildJvmTest {
  private static final String NEEDED = "--add-opens java.base/java.lang=ALL-UNNAMED";

  /** A program with goroutines; then what it cannot have. */
  static final class Plain {
    public static void main(String[] args) {
      AtomicInteger ran = new AtomicInteger();
      Go.run(
          () -> {
            WaitGroup group = new WaitGroup();
            for (int i = 0; i < 10; i++) {
              group.go(ran::incrementAndGet);
            }
            group.await();
          });
      System.out.println("ran " + ran);
      refused("build", () -> Scheduler.builder().build().close());
      refused("gomaxprocs", () -> System.out.println(Go.gomaxprocs(2)));
    }

    private static void refused(String what, Runnable call) {
      try {
        call.run();
      } catch (IllegalStateException e) {
        System.out.println(what + " refused: " + e.getMessage());
      }
    }
  }

  @Test
  @DisplayName("without --add-opens runs programs, warns once, and refuses what needs the option")
  void plain() throws Exception {
    ChildJvm result = ChildJvm.run(List.of(), Map.of(), Plain.class);
    assertEquals(0, result.exit(), result::output);
    assertEquals(1, result.lines("ran 10"), result::output);
    assertEquals(
        1,
        result
            .output()
            .lines()
            .filter(line -> line.contains(NEEDED) && !line.contains("refused"))
            .count(),
        result::output);
    for (String what : List.of("build", "gomaxprocs")) {
      assertTrue(
          result
              .output()
              .lines()
              .anyMatch(line -> line.startsWith(what + " refused") && line.contains(NEEDED)),
          result::output);
    }
  }

  /** Says how many processors there are. */
  static final class Processors {
    public static void main(String[] args) {
      Go.run(() -> System.out.println("processors " + Go.gomaxprocs()));
    }
  }

  @Test
  @DisplayName("takes the processors from -Dsudog.maxprocs, else from GOMAXPROCS")
  void processors() throws Exception {
    List<String> property = new ArrayList<>(ChildJvm.OPEN);
    property.add("-Dsudog.maxprocs=3");
    Map<String, String> variable = Map.of("GOMAXPROCS", "5");
    for (Map.Entry<Integer, ChildJvm> expected :
        List.of(
            Map.entry(3, ChildJvm.run(property, Map.of(), Processors.class)),
            Map.entry(5, ChildJvm.run(ChildJvm.OPEN, variable, Processors.class)),
            Map.entry(3, ChildJvm.run(property, variable, Processors.class)))) {
      ChildJvm result = expected.getValue();
      assertEquals(0, result.exit(), result::output);
      assertEquals(1, result.lines("processors " + expected.getKey()), result::output);
    }
  }

  @Test
  @DisplayName("G27 takes as many processors as it counts, where nobody says otherwise")
  void countedProcessors() throws Exception {
    for (int n : new int[] {1, 3}) {
      List<String> options = new ArrayList<>(ChildJvm.OPEN);
      options.add("-XX:ActiveProcessorCount=" + n);
      ChildJvm.run(options, Map.of(), Processors.class)
          .assertEnded(0, "processors " + n + System.lineSeparator());
    }
  }
}
