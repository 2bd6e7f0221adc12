package io.sudog.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherLoadTest {
  private static final long SECOND = 1_000_000_000;

  @TempDir private Path proc;

  @BeforeEach
  void folders() throws IOException {
    Files.createDirectory(proc.resolve("self"));
  }

  @Test
  void whatIsBusyAndNotOursIsOthers() throws IOException {
    write(1_000, 500, 100, 10, 20);
    OtherLoad load = OtherLoad.start(proc, 0);
    // In two seconds: 150 ticks busy and 30 stolen, of which 60 are ours and 70 our children's.
    write(1_150, 9_500, 130, 70, 90);
    assertEquals(OptionalDouble.of(0.25), load.cores(2 * SECOND));
  }

  @Test
  void aQuietMachineIsNeverBelowZero() throws IOException {
    write(1_000, 500, 100, 10, 20);
    OtherLoad load = OtherLoad.start(proc, 0);
    write(1_000, 700, 100, 12, 20);
    assertEquals(OptionalDouble.of(0), load.cores(2 * SECOND));
  }

  @Test
  void whereTheSystemDoesNotTellNothingIsClaimed() {
    assertTrue(OtherLoad.start(proc, 0).cores(SECOND).isEmpty());
  }

  @Test
  void thisMachineTellsOrDoesNot() {
    OtherLoad.start().cores().ifPresent(cores -> assertTrue(cores >= 0));
  }

  private void write(long user, long idle, long steal, long ownUser, long childUser)
      throws IOException {
    Files.writeString(
        proc.resolve("stat"),
        "cpu  %d 0 0 %d 7 0 0 %d 0 0\ncpu0 1 2 3\n".formatted(user, idle, steal));
    Files.writeString(
        proc.resolve("self/stat"),
        "42 (a (strange) name) S 1 42 42 0 -1 4194304 100 0 0 0 %d 0 %d 0 20 0 1 0\n"
            .formatted(ownUser, childUser));
  }
}
