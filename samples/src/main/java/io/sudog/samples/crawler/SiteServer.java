package io.sudog.samples.crawler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sudog.core.Go;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves a site on the loopback interface, each request in a goroutine. */
final class SiteServer implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final Site site;
  private final Duration slowness;
  private final HttpServer server;
  private final ExecutorService goroutines = Go.executor();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger maxAtOnce = new AtomicInteger();

  private SiteServer(Site site, Duration slowness) throws IOException {
    this.site = site;
    this.slowness = slowness;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(goroutines);
    server.createContext("/", this::handle);
  }

  /**
   * Starts a server at a port nobody uses.
   *
   * @param slowness how long it takes over a slow page
   */
  static SiteServer start(Site site, Duration slowness) throws IOException {
    SiteServer server = new SiteServer(site, slowness);
    server.server.start();
    return server;
  }

  /** Where it is. */
  URI root() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://127.0.0.1:" + address.getPort() + Site.ROOT);
  }

  /** How many requests there have been. */
  int requests() {
    return requests.get();
  }

  /** How many it was working on at the same time, at most. */
  int maxAtOnce() {
    return maxAtOnce.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    int now = atOnce.incrementAndGet();
    maxAtOnce.accumulateAndGet(now, Math::max);
    String path = exchange.getRequestURI().getRawPath();
    List<String> links = site.links().get(path);
    if (site.slow().contains(path)) {
      Go.sleep(slowness);
    }
    // Before the answer: once the client has that, its next request may be here any time.
    atOnce.decrementAndGet();
    byte[] body = (links == null ? "not found\n" : Html.page(path, links)).getBytes(UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.sendResponseHeaders(links == null ? NOT_FOUND : OK, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  /** Stops it, whatever it is at. */
  @Override
  public void close() {
    server.stop(0);
    goroutines.shutdown();
  }
}
