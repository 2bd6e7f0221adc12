package io.sudog.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.bench.workload.Workload;
import io.sudog.bench.workload.Workloads;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
  @TempDir private Path folder;

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
  void writesTheTableAndThePage() throws Exception {
    int exitCode =
        run(
            "pair1",
            "growselect2",
            "--peers=jdk,jox,kotlin",
            "--procs=1",
            "--rounds=1",
            "--time=5ms",
            "--warmup=10ms",
            "--heap=64m",
            "--max-load=1000");
    assertEquals(0, exitCode, err::toString);
    String csv = Files.readString(folder.resolve("results.csv"));
    for (String peer : List.of("sudog", "jdk", "jox", "kotlin")) {
      assertTrue(csv.contains("Pair1,1,ns/op," + peer + ","), csv);
    }
    String page = Files.readString(folder.resolve("results.html"));
    assertTrue(page.contains("<svg"), page);
    assertTrue(
        out.toString()
            .contains(
                "jox has no programs about growth, where Go alone is compared: no GrowSelect2"),
        out::toString);
  }

  @Test
  void aFolderThatCannotBeWrittenIsToldBeforeAnythingIsMeasured() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertUsageError("--out=" + file.resolve("below"), "--out=");
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
            "cancelchild",
            "--peers=jdk",
            "--procs=1",
            "--rounds=1",
            "--time=5ms",
            "--warmup=10ms",
            "--heap=64m",
            "--max-load=1000"),
        err::toString);
    assertFalse(out.toString().contains("sudog/jdk"), out::toString);
    assertTrue(
        out.toString().contains("skipped jdk: it has nothing that does the same"), out::toString);
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
    assertEquals(2, run("growht"));
    assertTrue(err.toString().contains("Did you mean growth?"), err::toString);
    assertEquals(2, run("pingpang"));
    assertTrue(err.toString().contains("Did you mean PingPong?"), err::toString);
  }

  @Test
  void namesTheWrongArgument() {
    assertUsageError("--procs=0", "--procs=0 is below 1");
    assertUsageError("--rounds=0", "--rounds=0 is below 1");
    assertUsageError("--goroutines=-1", "--goroutines=-1 is below 1");
    assertUsageError(
        "--peers=kotlinn",
        "there is no peer kotlinn. Did you mean kotlin? Known: go, kotlin, jox, jdk, netty-nio,"
            + " netty-epoll");
    assertUsageError("--procs=two", "--procs");
    assertUsageError("--time=soon", "--time");
    assertUsageError("--time=0s", "--time");
  }

  private void assertUsageError(String arg, String message) {
    err.getBuffer().setLength(0);
    assertEquals(2, run(arg), arg);
    assertTrue(err.toString().contains(message), err::toString);
  }

  private int run(String... given) {
    String[] args =
        Stream.concat(Stream.of("--out=" + folder), Stream.of(given)).toArray(String[]::new);
    CommandLine commandLine =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commandLine.execute(args);
  }
}
