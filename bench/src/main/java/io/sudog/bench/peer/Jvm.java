package io.sudog.bench.peer;

import io.sudog.bench.echo.EchoLoad;
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
