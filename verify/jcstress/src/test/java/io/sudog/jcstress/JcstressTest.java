package io.sudog.jcstress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Runs jcstress in a process of its own, once over the real classes and once over the canaries. All
 * results of the former must be allowed ones; each of the latter must show its forbidden one, so
 * that a run that sees nothing fails.
 */
@DisplayName("The order of memory accesses")
class JcstressTest {
  private static final int FACTOR = Integer.getInteger("sudog.verify", 1);
  private static final int ROUNDS = 6;
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static final Pattern VERDICT =
      Pattern.compile("\\[(OK|FAILED|ERROR|SOFT ERROR)] (io\\.sudog\\.[\\w.]+)");

  /** Failed: a forbidden result was seen. Broken: the test did not run, which catches nothing. */
  private record Run(
      int exitCode, Set<String> passed, Set<String> failed, Set<String> broken, String output) {}

  @Test
  @DisplayName("the real classes show allowed results only")
  void realClasses() throws Exception {
    Run run = run("Order\\.Real", 3 * FACTOR);
    assertEquals(0, run.exitCode, run.output);
    assertEquals(Set.of(), run.failed, run.output);
    assertEquals(Set.of(), run.broken, run.output);
    assertEquals(tests("Real"), run.passed, run.output);
  }

  @Test
  @DisplayName("canary: each twin shows its forbidden result")
  void canaries() throws Exception {
    Set<String> all = tests("Canary");
    Set<String> caught = new TreeSet<>();
    // How often a reordering shows depends on the machine, and on what else it does: from one time
    // in ten to one in a hundred thousand. Those that have not shown it yet run on, for longer.
    for (int round = 1; round <= ROUNDS && caught.size() < all.size(); round++) {
      String left = all.stream().filter(t -> !caught.contains(t)).collect(Collectors.joining("|"));
      Run run = run("(" + left.replace(".", "\\.") + ")", 2 * round);
      assertEquals(Set.of(), run.broken, run.output);
      caught.addAll(run.failed);
    }
    assertEquals(all, caught, "not all canaries were caught; logs are in target/jcstress");
  }

  /** The names of the tests, from the list that the annotation processor left. */
  private static Set<String> tests(String kind) throws IOException {
    Set<String> names = new TreeSet<>();
    Pattern name =
        Pattern.compile("(io\\.sudog\\.[a-z]+\\.[A-Za-z]+Order\\." + kind + "[A-Za-z]*)(?=\\d)");
    String list = Files.readString(Path.of("target/classes/META-INF/TestList"));
    Matcher matcher = name.matcher(list.replace('$', '.'));
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    assertTrue(names.size() > 5, list);
    return names;
  }

  private static Run run(String which, int iterations) throws IOException, InterruptedException {
    Path results = Path.of("target/jcstress", String.valueOf(RUNS.incrementAndGet()));
    Files.createDirectories(results);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // jcstress leaves out all tests when it sees one processor only.
    command.add("-XX:ActiveProcessorCount=2");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.openjdk.jcstress.Main");
    command.addAll(List.of("-t", which, "-r", "report", "-v"));
    command.addAll(List.of("-c", "2", "-af", "NONE", "-sc", "false"));
    command.addAll(List.of("-f", "1", "-fsm", "1", "-hs", "256"));
    command.addAll(List.of("-iters", String.valueOf(iterations), "-time", "400"));
    command.addAll(List.of("-jvmArgs", "--add-opens java.base/java.lang=ALL-UNNAMED"));
    File log = results.resolve("log.txt").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(results.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    int exitCode;
    try {
      exitCode = process.waitFor();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String output = Files.readString(log.toPath(), StandardCharsets.UTF_8);
    Set<String> passed = new TreeSet<>();
    Set<String> failed = new TreeSet<>();
    Set<String> broken = new TreeSet<>();
    Matcher matcher = VERDICT.matcher(output.replaceAll("\u001b\\[[0-9;]*m", ""));
    while (matcher.find()) {
      Set<String> verdict =
          switch (matcher.group(1)) {
            case "OK" -> passed;
            case "FAILED" -> failed;
            default -> broken;
          };
      verdict.add(matcher.group(2));
    }
    return new Run(exitCode, passed, failed, broken, output);
  }
}
