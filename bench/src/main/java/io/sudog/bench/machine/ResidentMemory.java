package io.sudog.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process occupies of the machine's memory. */
public final class ResidentMemory {
  private ResidentMemory() {}

  /**
   * The resident set of a process.
   *
   * @param pid its id
   * @return bytes
   * @throws IOException when the process has ended, or the system does not tell
   */
  public static long bytes(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024; // the kernel writes kB for KiB
      }
    }
    throw new IOException("no VmRSS in " + status);
  }
}
