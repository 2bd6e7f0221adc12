package io.sudog.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.bench.workload.Workload;
import io.sudog.bench.workload.Workloads;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void listsEveryWorkload() {
    assertEquals(0, run("--list"));
    for (Workload workload : Workloads.all()) {
      assertTrue(out.toString().contains(workload.name()), out::toString);
    }
  }

  @Test
  void measuresInProcessesOfItsOwn() {
    int exitCode =
        run(
            "pair1",
            "--peers=none",
            "--procs=1,2",
            "--rounds=1",
            "--time=5ms",
            "--warmup=10ms",
            "--heap=64m",
            "--gc=serial",
            "--max-load=1000");
    assertEquals(0, exitCode, err::toString);
    assertEquals(
        2, out.toString().lines().filter(line -> line.contains("Pair1 ")).count(), out::toString);
    assertTrue(err.toString().contains("[2/2] Pair1, P=2, round 1 of 1:"), err::toString);
  }

  @Test
  void measuresTheMemoryOfAFreshProcess() {
    int exitCode =
        run(
            "ParkedMemory",
            "--peers=none",
            "--procs=1",
            "--rounds=1",
            "--goroutines=1000",
            "--max-load=1000");
    assertEquals(0, exitCode, err::toString);
    assertTrue(out.toString().contains("rss-B/goroutine"), out::toString);
  }

  @Test
  void loadsTheEchoServerOfEachPeerAndNamesOnlyThose() {
    int exitCode =
        run(
            "echo64",
            "echoidle",
            "--peers=netty-nio,netty-epoll,jdk",
            "--procs=1",
            "--rounds=1",
            "--time=20ms",
            "--warmup=20ms",
            "--idle=50",
            "--gc=serial",
            "--max-load=1000");
    assertEquals(0, exitCode, err::toString);
    List<String> rates = out.toString().lines().filter(line -> line.contains("msg/s")).toList();
    // One for each workload, one in the note.
    assertEquals(3, rates.size(), out::toString);
    assertTrue(out.toString().contains("gc-rss-B/conn"), out::toString);
    assertTrue(out.toString().contains("sudog/jdk"), out::toString);
    assertTrue(err.toString().contains(" netty-nio "), err::toString);
  }

  @Test
  void aPeerWithoutAProgramForAWorkloadIsLeftOut() {
    assertEquals(
        0,
        run(
            "pair1",
            "--peers=jdk",
            "--procs=1",
            "--rounds=1",
            "--time=5ms",
            "--warmup=10ms",
            "--heap=64m",
            "--max-load=1000"),
        err::toString);
    assertFalse(out.toString().contains("jdk"), out::toString);
  }

  @Test
  void aProcessThatFailsIsToldWithItsCommandAndOutput() {
    int exitCode =
        run("pair1", "--peers=none", "--procs=1", "--rounds=1", "--jvm-option=-XX:NoSuchThing");
    assertEquals(1, exitCode);
    assertTrue(err.toString().contains("NoSuchThing"), err::toString);
    assertTrue(err.toString().contains("command: "), err::toString);
    assertTrue(out.toString().contains("failed"), out::toString);
  }

  @Test
  void suggestsTheNearestWorkload() {
    assertEquals(2, run("pingpang"));
    assertTrue(err.toString().contains("Did you mean PingPong?"), err::toString);
  }

  @Test
  void namesTheWrongArgument() {
    assertUsageError("--procs=0", "--procs=0 is below 1");
    assertUsageError("--rounds=0", "--rounds=0 is below 1");
    assertUsageError("--goroutines=-1", "--goroutines=-1 is below 1");
    assertUsageError(
        "--peers=erlang", "there is no peer erlang; known: go, netty-nio, netty-epoll, jdk");
    assertUsageError("--procs=two", "--procs");
    assertUsageError("--time=soon", "--time");
    assertUsageError("--time=0s", "--time");
  }

  private void assertUsageError(String arg, String message) {
    err.getBuffer().setLength(0);
    assertEquals(2, run(arg), arg);
    assertTrue(err.toString().contains(message), err::toString);
  }

  private int run(String... args) {
    CommandLine commandLine =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commandLine.execute(args);
  }
}
