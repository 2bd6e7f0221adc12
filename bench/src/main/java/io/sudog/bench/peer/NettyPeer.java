package io.sudog.bench.peer;

import io.netty.util.Version;
import io.sudog.bench.echo.NettyServer;
import io.sudog.bench.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Netty, on the JDK's selector or on its own binding to epoll. */
public final class NettyPeer implements Peer {
  /** Looked for and not loaded: a JVM that loads native code warns. */
  private static final String LIBRARY =
      "/META-INF/native/libnetty_transport_native_epoll_"
          + System.getProperty("os.arch").replace("amd64", "x86_64")
          + ".so";

  private static final String ARTIFACT = "netty-transport";

  /** What it needs for its fast paths. */
  private static final List<String> OPTIONS =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private final String io;

  private NettyPeer(String io) {
    this.io = io;
  }

  /**
   * Netty on the JDK's selector.
   *
   * @return a new peer
   */
  public static NettyPeer nio() {
    return new NettyPeer(NettyServer.NIO);
  }

  /**
   * Netty on epoll, where its native library is there for the machine.
   *
   * @return a new peer
   */
  public static NettyPeer epoll() {
    return new NettyPeer("epoll");
  }

  @Override
  public String name() {
    return "netty-" + io;
  }

  @Override
  public boolean runs(Workload workload) {
    return workload instanceof Workload.Echo;
  }

  @Override
  public Optional<String> reasonWithout(Workload workload) {
    return runs(workload) ? Optional.empty() : Optional.of("has only sockets");
  }

  @Override
  public String prepare() throws PeerMissingException {
    if (!io.equals(NettyServer.NIO) && NettyPeer.class.getResource(LIBRARY) == null) {
      throw new PeerMissingException("its native library is not built for this machine");
    }
    Version version = Version.identify().get(ARTIFACT);
    return version == null ? "Netty" : "Netty " + version.artifactVersion();
  }

  @Override
  public Invocation invocation(Workload workload, int processors, Settings settings) {
    if (!(workload instanceof Workload.Echo echo)) {
      throw new IllegalArgumentException("no program for " + workload.name());
    }
    List<String> server =
        Jvm.server(settings, OPTIONS, NettyServer.class, Integer.toString(processors), io);
    return Jvm.echo(echo, processors, settings, server, Map.of());
  }
}
