package io.sudog.samples.crawler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.core.Task;
import io.sudog.samples.Programs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrawlerTest {
  private static final Chan<Instant> NO_TICKS = Chan.nil();

  private static void crawl(Context ctx, Crawler crawler) throws Exception {
    crawler.crawl(ctx, Site.ROOT, NO_TICKS, _ -> {});
  }

  /** A root that links to n pages without links. */
  private static List<String> star(int n, String path) {
    return path.equals("/")
        ? IntStream.range(0, n).mapToObj(i -> "/page/" + i).toList()
        : List.of();
  }

  /** Runs a program in which only main may be left once the body has returned. */
  private static void program(Task body) {
    Go.run(
        () -> {
          body.run();
          while (Go.numGoroutine() > 1) {
            Go.gosched();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  void findsTheTruthAndFetchesEachPathOnceWithinTheLimit(int limit) {
    Site site = Site.generate(300, limit);
    Map<String, Integer> fetches = new ConcurrentHashMap<>();
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger max = new AtomicInteger();
    Fetcher fetcher =
        (_, path) -> {
          fetches.merge(path, 1, Integer::sum);
          max.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          Go.gosched();
          atOnce.decrementAndGet();
          return site.links().get(path);
        };
    Crawler crawler = new Crawler(fetcher, limit);
    program(() -> crawl(Context.background(), crawler));
    Findings truth = site.truth();
    assertEquals(truth, crawler.findings(Site.ROOT));
    assertEquals(Set.of(1), Set.copyOf(fetches.values()));
    assertTrue(fetches.keySet().containsAll(truth.pages()));
    assertTrue(max.get() <= limit, max::toString);
  }

  @Test
  void asManyFetchesRunAtTheSameTimeAsTheLimitSays() {
    int limit = 5;
    AtomicInteger inside = new AtomicInteger();
    Chan<Void> allInside = Chan.make();
    Fetcher fetcher =
        (_, path) -> {
          // The five wait for each other: fewer at a time are a deadlock.
          if (!path.equals("/") && inside.incrementAndGet() == limit) {
            allInside.close();
          } else if (!path.equals("/")) {
            allInside.receive();
          }
          return star(limit, path);
        };
    Crawler crawler = new Crawler(fetcher, limit);
    program(() -> crawl(Context.background(), crawler));
    assertEquals(limit + 1, crawler.findings("/").pages().size());
  }

  @Test
  void aMissingRootIsFoundMissing() {
    Crawler crawler = new Crawler((_, _) -> null, 3);
    program(() -> crawl(Context.background(), crawler));
    assertEquals(Set.of(), crawler.findings("/").pages());
  }

  @Test
  void aFetchThatFailsEndsTheCrawlAndTheOtherFetches() {
    IOException failure = new IOException("connection reset");
    Chan<Void> othersWait = Chan.make();
    Fetcher fetcher =
        (ctx, path) -> {
          if (path.equals("/page/1")) {
            othersWait.receive();
            throw failure;
          }
          if (path.equals("/page/0")) {
            othersWait.send(null);
            Chan.nil().receiveUntil(ctx);
          }
          return star(50, path);
        };
    Crawler crawler = new Crawler(fetcher, 2);
    program(
        () ->
            assertSame(
                failure,
                assertThrows(IOException.class, () -> crawl(Context.background(), crawler))));
    assertEquals(Set.of("/"), crawler.findings("/").pages());
  }

  @Test
  void theEndOfTheContextEndsItAndWhatWasFoundIsKnown() {
    Chan<Void> waits = Chan.make();
    Fetcher fetcher =
        (ctx, path) -> {
          if (!path.equals("/")) {
            waits.send(null);
            Chan.nil().receiveUntil(ctx);
          }
          return star(3, path);
        };
    Crawler crawler = new Crawler(fetcher, 1);
    program(
        () -> {
          CancelContext ctx = Context.withCancel(Context.background());
          Go.go(
              () -> {
                waits.receive();
                ctx.cancel();
              });
          assertThrows(CanceledException.class, () -> crawl(ctx, crawler));
        });
    assertEquals(Set.of("/"), crawler.findings("/").pages());
  }

  @Test
  void aContextThatHasEndedLetsNothingStart() {
    AtomicInteger fetches = new AtomicInteger();
    Crawler crawler =
        new Crawler(
            (_, _) -> {
              fetches.incrementAndGet();
              return null;
            },
            1);
    program(
        () -> {
          CancelContext ctx = Context.withCancel(Context.background());
          ctx.cancel();
          assertThrows(CanceledException.class, () -> crawl(ctx, crawler));
        });
    assertEquals(0, fetches.get());
  }

  @Test
  void everyTickTellsHowFarItIs() {
    Chan<Instant> ticks = Chan.make();
    Chan<Void> release = Chan.make();
    List<Progress> told = new ArrayList<>();
    Fetcher fetcher =
        (_, path) -> {
          if (!path.equals("/")) {
            release.receive();
          }
          return path.equals("/page/2") ? null : star(3, path);
        };
    Crawler crawler = new Crawler(fetcher, 2);
    program(
        () -> {
          Chan<Integer> finished = Chan.make(1);
          Go.go(
              () -> {
                crawler.crawl(Context.background(), "/", ticks, told::add);
                finished.send(told.size());
              });
          for (int i = 0; i < 4; i++) {
            ticks.send(Instant.EPOCH);
          }
          release.close();
          assertEquals(5, finished.receive());
        });
    assertTrue(told.getFirst().underWay() <= 2, told::toString);
    assertEquals(new Progress(3, 1, 0, 0), told.getLast());
    assertEquals("pages 3, missing 1, under way 0, queued 0", told.getLast().toString());
  }

  // ---- by HTTP --------------------------------------------------------------------------------

  @Test
  void findsTheTruthByHttp() {
    int limit = 6;
    Site site = Site.generate(150, 11);
    Findings truth = site.truth();
    Go.run(
        () -> {
          try (SiteServer server = SiteServer.start(site, Duration.ofMillis(2));
              HttpFetcher fetcher = new HttpFetcher(server.root())) {
            Crawler crawler = new Crawler(fetcher, limit);
            crawl(Context.background(), crawler);
            assertEquals(truth, crawler.findings("/"));
            long missing = truth.broken().stream().map(Link::to).distinct().count();
            assertEquals(truth.pages().size() + missing, server.requests());
            assertTrue(server.maxAtOnce() <= limit, "at once " + server.maxAtOnce());
          }
        });
  }

  @Test
  void theEndOfTheContextCancelsARequestUnderWay() {
    Site site = new Site(Map.of("/", List.of()), Set.of(), Set.of("/"));
    Go.run(
        () -> {
          try (SiteServer server = SiteServer.start(site, Duration.ofHours(1));
              HttpFetcher fetcher = new HttpFetcher(server.root());
              CancelContext ctx = Context.withCancel(Context.background())) {
            Go.go(
                () -> {
                  while (server.requests() == 0) {
                    Go.gosched();
                  }
                  ctx.cancel();
                });
            assertThrows(CanceledException.class, () -> fetcher.fetch(ctx, "/"));
          }
        });
  }

  @Test
  void aServerThatIsGoneIsAFailureAndNoMissingPage() {
    String message =
        Programs.call(
            () -> {
              SiteServer server = SiteServer.start(Site.generate(1, 1), Duration.ZERO);
              server.close();
              try (HttpFetcher fetcher = new HttpFetcher(server.root())) {
                Crawler crawler = new Crawler(fetcher, 2);
                return assertThrows(IOException.class, () -> crawl(Context.background(), crawler))
                    .getMessage();
              }
            });
    assertTrue(message.startsWith("cannot fetch http://127.0.0.1:"), message);
  }
}
