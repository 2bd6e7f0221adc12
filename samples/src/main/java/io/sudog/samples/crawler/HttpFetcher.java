package io.sudog.samples.crawler;

import io.sudog.context.Context;
import io.sudog.core.Go;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Fetches pages by HTTP, with the JDK's client. */
final class HttpFetcher implements Fetcher, AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final URI root;
  private final ExecutorService goroutines = Go.executor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(goroutines).build();

  HttpFetcher(URI root) {
    this.root = root;
  }

  @Override
  public @Nullable List<String> fetch(Context ctx, String path) throws Exception {
    URI uri = root.resolve(path);
    HttpResponse<String> response = send(ctx, HttpRequest.newBuilder(uri).build());
    return switch (response.statusCode()) {
      case OK -> Html.links(uri, response.body());
      case NOT_FOUND -> null;
      default -> throw new IOException(uri + " answers with status " + response.statusCode());
    };
  }

  /** As Go's client does for a request with a context: its end cancels the exchange. */
  private HttpResponse<String> send(Context ctx, HttpRequest request) throws Exception {
    CompletableFuture<HttpResponse<String>> exchange =
        client.sendAsync(request, BodyHandlers.ofString());
    BooleanSupplier stop = Context.afterFunc(ctx, () -> exchange.cancel(true));
    try {
      // Parks the goroutine, as every wait of the JDK's does.
      return exchange.get();
    } catch (CancellationException | ExecutionException e) {
      // Where the end of the context meets the exchange decides how that fails.
      if (ctx.err() instanceof RuntimeException ended) {
        throw ended;
      }
      throw e.getCause() instanceof IOException cause
          ? new IOException("cannot fetch " + request.uri() + ": " + cause, cause)
          : e;
    } finally {
      var _ = stop.getAsBoolean();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    goroutines.shutdown();
  }
}
