package io.sudog.bench.peer;

import io.sudog.bench.workload.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Go: a program of its own, compiled here by the go command. */
public final class GoPeer implements Peer {
  /** The names under which the sources stand beside this class. */
  private static final List<String> SOURCES =
      List.of(
          "main.go",
          "parked.go",
          "select.go",
          "sync.go",
          "timers.go",
          "contexts.go",
          "puzzles.go",
          "latency.go",
          "growth.go",
          "echo.go",
          "go.mod");

  private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(5);

  /** Neither flags of the user's nor another toolchain, which would have to be downloaded. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("GOFLAGS", "", "GO111MODULE", "on", "GOTOOLCHAIN", "local", "GOWORK", "off");

  /** Timers as of Go 1.23 where there are such; go.mod names an older version. */
  private static final String TIMERS = "asynctimerchan=0";

  private final String go;
  private final Path folder;

  /**
   * Go from the PATH.
   *
   * @param folder where its program is compiled; made when missing
   */
  public GoPeer(Path folder) {
    this("go", folder);
  }

  GoPeer(String go, Path folder) {
    this.go = go;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "go";
  }

  @Override
  public String prepare() throws PeerMissingException, InterruptedException {
    String version = go("no Go here (on Debian: apt-get install golang-go)", null, "version");
    try {
      Files.createDirectories(folder);
      for (String source : SOURCES) {
        copy(source);
      }
    } catch (IOException e) {
      throw new PeerMissingException("cannot write its program: " + e.getMessage());
    }
    // Go's own build cache knows what has changed.
    go("its program does not compile", folder, "build", "-o", program().toString(), ".");
    return version.strip();
  }

  @Override
  public Invocation invocation(Workload workload, int processors, Settings settings) {
    Map<String, String> environment =
        Map.of("GOMAXPROCS", Integer.toString(processors), "GODEBUG", TIMERS);
    if (workload instanceof Workload.Echo echo) {
      List<String> server = List.of(program().toString(), "EchoServer");
      return Jvm.echo(echo, processors, settings, server, environment);
    }
    return new Invocation(
        List.of(
            program().toString(),
            "-test.benchtime=" + settings.time().toMillis() + "ms",
            "-goroutines=" + settings.goroutines(),
            workload.name()),
        environment);
  }

  private Path program() {
    return folder.resolve("go-peer").toAbsolutePath();
  }

  private String go(String otherwise, @Nullable Path in, String... args)
      throws PeerMissingException, InterruptedException {
    try {
      Invocation.Finished finished = command(args).run(in, BUILD_TIMEOUT);
      if (finished.exitCode() != 0) {
        throw new PeerMissingException(otherwise + ": " + finished.output().strip());
      }
      return finished.output();
    } catch (MeasurementException e) {
      throw new PeerMissingException(otherwise + ": " + e.reason());
    }
  }

  private Invocation command(String... args) {
    return new Invocation(Stream.concat(Stream.of(go), Arrays.stream(args)).toList(), ENVIRONMENT);
  }

  private void copy(String source) throws IOException {
    try (InputStream in = GoPeer.class.getResourceAsStream("go/" + source)) {
      if (in == null) {
        throw new IOException("go/" + source + " is not on the class path");
      }
      Files.copy(in, folder.resolve(source), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
