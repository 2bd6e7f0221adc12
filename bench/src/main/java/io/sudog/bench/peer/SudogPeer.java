package io.sudog.bench.peer;

import io.sudog.bench.echo.SudogServer;
import io.sudog.bench.workload.SudogLibrary;
import io.sudog.bench.workload.Workload;
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
    if (workload instanceof Workload.Echo echo) {
      List<String> server =
          Jvm.server(settings, List.of(), SudogServer.class, Integer.toString(processors));
      return Jvm.echo(echo, processors, settings, server, Map.of());
    }
    return Jvm.library(workload, SudogLibrary.class, List.of(), processors, settings);
  }
}
