package io.sudog.bench;

import com.sun.management.OperatingSystemMXBean;
import io.sudog.bench.peer.Settings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where and how was measured, for the page. */
final class Environment {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  private Environment() {}

  static Map<String, String> describe(Settings settings, int rounds) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "date", ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.RFC_1123_DATE_TIME));
    facts.put(
        "machine",
        "%s, %d processors, %.1f GiB of memory"
            .formatted(
                processorModel(),
                Runtime.getRuntime().availableProcessors(),
                memoryBytes() / 0x1p30));
    facts.put(
        "system",
        String.join(
            " ",
            List.of(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"))));
    facts.put(
        "JVM", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    facts.put("collector", settings.gc().option());
    facts.put("heap", "-Xms" + settings.heap() + " -Xmx" + settings.heap());
    facts.put(
        "more JVM options",
        settings.jvmOptions().isEmpty() ? "none" : String.join(" ", settings.jvmOptions()));
    facts.put(
        "measured",
        "rounds: %d, a process each; %d ms after %d ms of warm-up"
            .formatted(rounds, settings.time().toMillis(), settings.warmup().toMillis()));
    return facts;
  }

  private static double memoryBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private static String processorModel() {
    try {
      return Files.readAllLines(CPUINFO).stream()
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("a processor that does not tell its name");
    } catch (IOException _) {
      return "a processor whose name this system keeps elsewhere";
    }
  }
}
