package io.sudog.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.bench.workload.BenchmarkLine;
import io.sudog.bench.workload.Growth;
import io.sudog.bench.workload.Workload;
import io.sudog.bench.workload.Workloads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoPeerTest {
  static final Settings TINY =
      new Settings(
          Duration.ofMillis(1),
          Duration.ZERO,
          1_000,
          50,
          Gc.SERIAL,
          "64m",
          List.of(),
          Duration.ofSeconds(20));

  /** Of the map of workloads. */
  private static final Pattern ENTRY = Pattern.compile("(?m)^\t\"(?<name>\\w+)\": +\\S");

  @TempDir private Path folder;

  @Test
  void theProgramKnowsEveryWorkloadAndNoOther() throws IOException {
    try (InputStream in = GoPeer.class.getResourceAsStream("go/main.go")) {
      String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> timed =
          Workloads.all().stream()
              .filter(Workload.Loop.class::isInstance)
              .map(Workload::name)
              .toList();
      assertEquals(
          timed, ENTRY.matcher(source).results().map(entry -> entry.group("name")).toList());
      List<String> programs =
          Workloads.all().stream()
              .filter(Workload.Program.class::isInstance)
              .map(Workload::name)
              .toList();
      for (String program : programs) {
        assertTrue(source.contains('"' + program + '"'), program);
      }
    }
  }

  /** Where Go is missing this tests what is said then; a test that is skipped fails the build. */
  @Test
  void runsEveryWorkloadOrSaysWhyNot() throws Exception {
    GoPeer peer = new GoPeer(folder);
    try {
      assertTrue(peer.prepare().startsWith("go version"));
    } catch (PeerMissingException e) {
      assertTrue(e.getMessage().startsWith("no Go here"), e.getMessage());
      return;
    }
    List<Workload> workloads = new ArrayList<>(Workloads.all());
    Growth.families().forEach(family -> workloads.add(family.workloads().getFirst()));
    workloads.add(Growth.byProcessors());
    for (Workload workload : workloads) {
      BenchmarkLine line = peer.invocation(workload, 2, TINY).measure(TINY.timeout());
      assertEquals(workload.name(), line.name());
      assertEquals(2, line.processors());
    }
  }

  @Test
  void saysThatGoIsMissing() {
    GoPeer peer = new GoPeer("no-such-go", folder);
    String message = assertThrows(PeerMissingException.class, peer::prepare).getMessage();
    assertTrue(message.contains("apt-get install golang-go"), message);
    assertTrue(message.contains("no-such-go"), message);
  }
}
