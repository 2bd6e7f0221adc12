package io.sudog.bench.echo;

import io.sudog.bench.workload.BenchmarkLine;
import io.sudog.bench.workload.TimedLoop.NanosConverter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The program of a child process: starts an echo server, loads it, and prints one {@link
 * BenchmarkLine}.
 */
@Command(name = "echo-load", mixinStandardHelpOptions = true)
public final class EchoLoad implements Callable<Integer> {
  private static final long HIGHEST_NANOS = Duration.ofMinutes(10).toNanos();
  private static final int DIGITS = 3;

  /** Of a message, in bytes. */
  private static final int SIZE = 64;

  @Option(names = "--name", required = true)
  private String name = "";

  @Option(names = "--procs", description = "the server's", defaultValue = "1")
  private int processors;

  @Option(names = "--connections", required = true)
  private int connections;

  @Option(names = "--idle", defaultValue = "0")
  private int idle;

  @Option(names = "--time", defaultValue = "1s", converter = NanosConverter.class)
  private Duration time = Duration.ZERO;

  @Option(names = "--warmup", defaultValue = "3s", converter = NanosConverter.class)
  private Duration warmup = Duration.ZERO;

  @Parameters(paramLabel = "SERVER", arity = "1..*", description = "the server's command line")
  private List<String> server = new ArrayList<>();

  private final List<Client> clients = new ArrayList<>();

  /** For picocli. */
  EchoLoad() {}

  /**
   * Runs the program.
   *
   * @param args options, and after -- the server's command line
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new EchoLoad()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    try (ServerProcess process = new ServerProcess(server);
        Selector selector = Selector.open()) {
      System.out.println(measure(process, selector).format());
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
    return 0;
  }

  private BenchmarkLine measure(ServerProcess process, Selector selector) throws IOException {
    SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), process.port());
    for (int i = 0; i < connections; i++) {
      Client client = connect(address);
      client.register(selector);
      client.send();
    }
    Histogram _ = run(selector, warmup);
    Map<String, Double> memory = idle == 0 ? Map.of() : openIdle(process, address, selector);

    long began = System.nanoTime();
    Histogram latencies = run(selector, time);
    double nanos = System.nanoTime() - began;
    long messages = latencies.getTotalCount();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(BenchmarkLine.NANOS_PER_OP, nanos / messages);
    metrics.put("msg/s", messages / nanos * Duration.ofSeconds(1).toNanos());
    metrics.put("p50-us", micros(latencies.getValueAtPercentile(50)));
    metrics.put("p99-us", micros(latencies.getValueAtPercentile(99)));
    metrics.put("p99.9-us", micros(latencies.getValueAtPercentile(99.9)));
    metrics.putAll(memory);
    return new BenchmarkLine(name, processors, messages, metrics);
  }

  /** What each of many connections costs that exchanged one message and then say nothing. */
  private Map<String, Double> openIdle(
      ServerProcess process, SocketAddress address, Selector selector) throws IOException {
    process.collect();
    long before = process.residentBytes();
    for (int i = 0; i < idle; i++) {
      connect(address);
    }
    long after = process.residentBytes();
    process.collect();
    Map<String, Double> memory = new LinkedHashMap<>();
    memory.put("rss-B/conn", (after - before) / (double) idle);
    memory.put("gc-rss-B/conn", (process.residentBytes() - before) / (double) idle);
    // The active ones have waited for this long.
    Histogram _ = run(selector, Duration.ofSeconds(1));
    return memory;
  }

  private Client connect(SocketAddress address) throws IOException {
    try {
      Client client = new Client(address, SIZE);
      clients.add(client);
      return client;
    } catch (IOException e) {
      throw new IOException(
          "connection "
              + (clients.size() + 1)
              + " of "
              + (connections + idle)
              + " failed (ulimit -n must be higher than their number)",
          e);
    }
  }

  /** Exchanges messages for a while. */
  private static Histogram run(Selector selector, Duration length) throws IOException {
    Histogram latencies = new Histogram(HIGHEST_NANOS, DIGITS);
    long began = System.nanoTime();
    try {
      while (System.nanoTime() - began < length.toNanos()) {
        selector.select(
            key -> {
              try {
                ((Client) key.attachment()).ready(latencies);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return latencies;
  }

  private static double micros(long nanos) {
    return nanos / 1e3;
  }
}
