package io.sudog.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.sync.WaitGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What depends on how the JVM was started, in JVMs of its own. */
@DisplayName("A JVM")
class ChildJvmTest {
  private static final List<String> OPEN =
      List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED");
  private static final String NEEDED = "--add-opens java.base/java.lang=ALL-UNNAMED";

  private record Result(int exit, String output) {
    long lines(String text) {
      return output.lines().filter(line -> line.contains(text)).count();
    }
  }

  private static Result run(List<String> options, Map<String, String> environment, Class<?> main)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("GOMAXPROCS");
    builder.environment().putAll(environment);
    Process child = builder.start();
    try {
      child.getOutputStream().close();
      String output = new String(child.getInputStream().readAllBytes(), UTF_8);
      return new Result(child.waitFor(), output);
    } finally {
      child.destroyForcibly();
    }
  }

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
    Result result = run(List.of(), Map.of(), Plain.class);
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
    List<String> property = new ArrayList<>(OPEN);
    property.add("-Dsudog.maxprocs=3");
    Map<String, String> variable = Map.of("GOMAXPROCS", "5");
    for (Map.Entry<Integer, Result> expected :
        List.of(
            Map.entry(3, run(property, Map.of(), Processors.class)),
            Map.entry(5, run(OPEN, variable, Processors.class)),
            Map.entry(3, run(property, variable, Processors.class)))) {
      Result result = expected.getValue();
      assertEquals(0, result.exit(), result::output);
      assertEquals(1, result.lines("processors " + expected.getKey()), result::output);
    }
  }

  /** A goroutine panics. */
  static final class Panics {
    public static void main(String[] args) {
      Go.run(
          () -> {
            Go.go(
                    "the culprit",
                    () -> {
                      throw new IOException("disk");
                    })
                .join();
            Go.goexit();
          });
    }
  }

  @Test
  @DisplayName("exits with 1 after a panic, and names the goroutine")
  void panics() throws Exception {
    Result result = run(OPEN, Map.of(), Panics.class);
    assertEquals(1, result.exit(), result::output);
    assertTrue(result.output().contains("the culprit"), result::output);
    assertTrue(result.output().contains("disk"), result::output);
  }

  /** Waits for what never comes. */
  static final class Deadlocks {
    public static void main(String[] args) {
      Go.run(
          () -> {
            WaitGroup never = new WaitGroup();
            never.add(1);
            never.await();
          });
    }
  }

  @Test
  @DisplayName("exits with 1 after a deadlock, and says so")
  void deadlocks() throws Exception {
    Result result = run(OPEN, Map.of(), Deadlocks.class);
    assertEquals(1, result.exit(), result::output);
    assertTrue(result.output().contains("all goroutines are asleep - deadlock!"), result::output);
  }
}
