package io.sudog.bench.peer;

import io.sudog.bench.echo.SudogServer;
import io.sudog.bench.workload.TimedLoop;
import io.sudog.bench.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sudog itself: a JVM like this one, with this one's class path. */
public final class SudogPeer implements Peer {
  /** Creates the peer. */
  public SudogPeer() {}

  @Override
  public String name() {
    return "sudog";
  }

  @Override
  public String prepare() {
    return System.getProperty("java.vm.name") + " " + Runtime.version();
  }

  @Override
  public Invocation invocation(Workload workload, int processors, Settings settings) {
    List<String> command = new ArrayList<>(List.of(Jvm.java()));
    switch (workload) {
      case Workload.Loop loop -> {
        command.addAll(JvmOptions.forTiming(settings));
        command.addAll(program(TimedLoop.class, processors));
        command.addAll(
            List.of(
                "--time=" + settings.time().toMillis() + "ms",
                "--warmup=" + settings.warmup().toMillis() + "ms",
                loop.name()));
      }
      case Workload.Program program -> {
        command.addAll(JvmOptions.ofLauncher(settings));
        command.addAll(program(program.program(), processors));
        command.add("--goroutines=" + settings.goroutines());
      }
      case Workload.Echo echo -> {
        List<String> server =
            Jvm.server(settings, List.of(), SudogServer.class, Integer.toString(processors));
        return Jvm.echo(echo, processors, settings, server, Map.of());
      }
    }
    return new Invocation(command, Map.of());
  }

  private static List<String> program(Class<?> main, int processors) {
    return List.of("-cp", Jvm.classPath(), main.getName(), "--procs=" + processors);
  }
}
