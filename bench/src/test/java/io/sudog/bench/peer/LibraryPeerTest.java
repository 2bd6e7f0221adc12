package io.sudog.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.bench.jdk.JdkLibrary;
import io.sudog.bench.jox.JoxLibrary;
import io.sudog.bench.kotlin.KotlinLibrary;
import io.sudog.bench.workload.B;
import io.sudog.bench.workload.BenchmarkLine;
import io.sudog.bench.workload.Library;
import io.sudog.bench.workload.ParkedMemory;
import io.sudog.bench.workload.Workload;
import io.sudog.bench.workload.Workloads;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That the libraries' bodies do their work; in this JVM, since each checks its own result. */
class LibraryPeerTest {
  private static final Set<String> SLOW =
      Set.of("Sleep1000", "Sieve", "Skynet", "WakeIdle", "WakeBusy");

  static Stream<Arguments> bodies() {
    return Stream.of(
            JdkLibrary.workloads().stream().map(name -> Arguments.of(new JdkLibrary(2), name)),
            JoxLibrary.workloads().stream().map(name -> Arguments.of(new JoxLibrary(2), name)),
            KotlinLibrary.workloads().stream()
                .map(name -> Arguments.of(new KotlinLibrary(2), name)))
        .flatMap(arguments -> arguments);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void everyBodyEndsWithTheRightResult(Library library, String workload) throws Exception {
    assertTrue(Workloads.find(workload).isPresent(), workload);
    for (int n : operations(workload)) {
      B b = new B(n, 2);
      library.run(library.body(workload), b);
      assertFalse(b.metrics().isEmpty());
    }
  }

  private static List<Integer> operations(String workload) {
    if (workload.equals("Sleepers100000")) {
      return List.of(1);
    }
    return SLOW.contains(workload) ? List.of(1, 3) : List.of(1, 7, 1_000);
  }

  static Stream<Library> libraries() {
    return Stream.of(new JdkLibrary(2), new JoxLibrary(2), new KotlinLibrary(2));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void parksAndWakes(Library library) throws Exception {
    BenchmarkLine line = ParkedMemory.measure(library, 1_000, 2);
    assertEquals(1_000, line.iterations());
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void namesTheWorkloadThatItLacks(Library library) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> library.body("CancelChild"));
    assertTrue(e.getMessage().contains("CancelChild"), e.getMessage());
  }

  static Stream<Peer> peers() {
    return Stream.of(LibraryPeer.jdk(), LibraryPeer.jox(), LibraryPeer.kotlin(), NettyPeer.nio());
  }

  @ParameterizedTest
  @MethodSource("peers")
  void eitherRunsAWorkloadOrSaysWhyNot(Peer peer) {
    for (Workload workload : Workloads.all()) {
      assertEquals(peer.runs(workload), peer.reasonWithout(workload).isEmpty(), workload.name());
    }
  }

  @Test
  void knowsItsVersion() throws Exception {
    assertTrue(LibraryPeer.jox().prepare().matches("jox \\d.*"), LibraryPeer.jox().prepare());
    assertTrue(
        LibraryPeer.kotlin().prepare().matches("kotlinx.coroutines 1\\.11.*, Kotlin \\d.*"),
        LibraryPeer.kotlin().prepare());
  }

  @Test
  void kotlinGetsItsProcessors() {
    List<String> command =
        LibraryPeer.kotlin()
            .invocation(Workloads.find("PingPong").orElseThrow(), 2, GoPeerTest.TINY)
            .command();
    assertTrue(
        command.contains("-Dkotlinx.coroutines.scheduler.core.pool.size=2"), command::toString);
  }
}
