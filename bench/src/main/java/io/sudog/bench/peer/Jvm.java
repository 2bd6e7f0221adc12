package io.sudog.bench.peer;

import io.sudog.bench.echo.EchoLoad;
import io.sudog.bench.workload.Library;
import io.sudog.bench.workload.TimedLoop;
import io.sudog.bench.workload.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Command lines of JVMs like this one, with this one's class path. */
final class Jvm {
  private Jvm() {}

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** A workload that is no server, in one library. */
  static Invocation library(
      Workload workload,
      Class<? extends Library> library,
      List<String> jvmOptions,
      int processors,
      Settings settings) {
    boolean timed = workload instanceof Workload.Loop;
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(timed ? JvmOptions.forTiming(settings) : JvmOptions.ofLauncher(settings));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath(), main(workload).getName()));
    command.addAll(List.of("--library=" + library.getName(), "--procs=" + processors));
    if (timed) {
      command.add("--time=" + settings.time().toMillis() + "ms");
      command.add("--warmup=" + settings.warmup().toMillis() + "ms");
      command.add(workload.name());
    } else {
      command.add("--goroutines=" + settings.goroutines());
    }
    return new Invocation(command, Map.of());
  }

  private static Class<?> main(Workload workload) {
    return switch (workload) {
      case Workload.Loop _ -> TimedLoop.class;
      case Workload.Program program -> program.program();
      case Workload.Echo echo ->
          throw new IllegalArgumentException(echo.name() + " is a server and its load");
    };
  }

  /** An echo server on the JVM. */
  static List<String> server(
      Settings settings, List<String> jvmOptions, Class<?> main, String... args) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(JvmOptions.forServer(settings));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(List.of(args));
    return command;
  }

  /** The load, which starts the server. */
  static Invocation echo(
      Workload.Echo echo,
      int processors,
      Settings settings,
      List<String> server,
      Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    // The load's own JVM is the same for all, whatever is tried on the others.
    command.addAll(List.of(java(), Gc.SERIAL.option(), "-cp", classPath()));
    command.addAll(
        List.of(
            EchoLoad.class.getName(),
            "--name=" + echo.name(),
            "--procs=" + processors,
            "--connections=" + echo.connections(),
            "--idle=" + (echo.withIdle() ? settings.idleConnections() : 0),
            "--time=" + settings.time().toMillis() + "ms",
            "--warmup=" + settings.warmup().toMillis() + "ms",
            "--"));
    command.addAll(server);
    return new Invocation(command, environment);
  }
}
