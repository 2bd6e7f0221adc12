package io.sudog.bench.peer;

import io.sudog.bench.echo.JdkServer;
import io.sudog.bench.workload.Workload;
import java.util.List;
import java.util.Map;

/** The JDK's virtual threads with its blocking sockets. */
public final class JdkPeer implements Peer {
  /** Creates the peer. */
  public JdkPeer() {}

  @Override
  public String name() {
    return "jdk";
  }

  @Override
  public boolean runs(Workload workload) {
    return workload instanceof Workload.Echo;
  }

  @Override
  public String prepare() {
    return "virtual threads and java.net.Socket of Java " + Runtime.version();
  }

  @Override
  public Invocation invocation(Workload workload, int processors, Settings settings) {
    if (!(workload instanceof Workload.Echo echo)) {
      throw new IllegalArgumentException("no program for " + workload.name());
    }
    List<String> carriers =
        List.of(
            "-Djdk.virtualThreadScheduler.parallelism=" + processors,
            "-Djdk.virtualThreadScheduler.maxPoolSize=" + Math.max(processors, 256));
    List<String> server = Jvm.server(settings, carriers, JdkServer.class);
    return Jvm.echo(echo, processors, settings, server, Map.of());
  }
}
