package io.sudog.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code ./sudog bench jmh}: the in-process benchmarks. */
@Command(
    name = "jmh",
    description = "run the JMH benchmarks; everything after jmh is JMH's, -h shows its options")
final class JmhCommand implements Runnable {
  @Unmatched private List<String> args = new ArrayList<>();

  @Override
  public void run() {
    try {
      org.openjdk.jmh.Main.main(args.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
