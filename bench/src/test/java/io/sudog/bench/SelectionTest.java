package io.sudog.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.bench.peer.LibraryPeer;
import io.sudog.bench.peer.Peer;
import io.sudog.bench.workload.Growth;
import io.sudog.bench.workload.Workload;
import io.sudog.bench.workload.Workloads;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SelectionTest {
  @Test
  void growthIsRunOnlyWhereItIsNamed() {
    assertEquals(Workloads.all(), Selection.of(List.of()));
    assertEquals(Growth.all(), Selection.of(List.of("Growth")));
    assertTrue(Stream.of(Workloads.all()).noneMatch(all -> all.contains(Growth.byProcessors())));
  }

  @Test
  void aFamilyStandsForItsSizesAndNothingIsRunTwice() {
    List<Workload> chosen = Selection.of(List.of("growtimers", "GrowTimers1000", "PINGPONG"));
    assertEquals(
        List.of(
            "GrowTimers1000",
            "GrowTimers10000",
            "GrowTimers100000",
            "GrowTimers1000000",
            "PingPong"),
        chosen.stream().map(Workload::name).toList());
  }

  @Test
  void everyGrowthWorkloadIsFoundAndHasItsSize() {
    for (Workload workload : Growth.all()) {
      assertEquals(workload, Workloads.find(workload.name()).orElseThrow());
      assertTrue(Growth.size(workload, 4) >= 1);
    }
    assertEquals(4, Growth.size(Growth.byProcessors(), 4));
    assertEquals(List.of(1, 2, 4, 8), Growth.processors(Growth.byProcessors(), List.of(2)));
  }

  @Test
  void aPeerThatIsUnknownIsToldWithTheNearestName() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Peers.named(List.of("joxx")))
            .getMessage();
    assertTrue(message.contains("Did you mean jox?"), message);
    assertTrue(message.contains("none means nobody"), message);
  }

  @Test
  void gapsAreToldByReason() {
    List<Peer> peers = List.of(LibraryPeer.jdk());
    List<String> names = List.of("PingPong", "SelectSync2", "SelectSync8");
    assertEquals(
        List.of("jdk cannot wait for one of several queues: no SelectSync2, SelectSync8"),
        Peers.gaps(peers, Selection.of(names)));
    assertEquals(
        List.of("skipped jdk: it cannot wait for one of several queues"),
        Peers.gaps(peers, Selection.of(List.of("SelectSync2"))));
    List<String> all = Peers.gaps(peers, Workloads.all());
    assertTrue(all.stream().anyMatch(line -> line.contains(" more")), all::toString);
    assertFalse(all.stream().anyMatch(line -> line.contains("PingPong,")), all::toString);
  }
}
