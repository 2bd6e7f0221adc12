package io.sudog.samples.crawler;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.context.Context;
import io.sudog.errgroup.ErrGroup;
import io.sudog.select.Clause;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Crawls a site. Used once, by one goroutine, whose all fields are. */
final class Crawler {
  /** What came of a fetch: no links where there is no page. */
  private record Fetched(String path, @Nullable List<String> links) {}

  private final Fetcher fetcher;
  private final int limit;

  private final Set<String> seen = new HashSet<>();
  private final Queue<String> queue = new ArrayDeque<>();
  private final Map<String, List<String>> links = new HashMap<>();
  private final Set<String> missing = new HashSet<>();
  private int underWay;

  /**
   * Makes a crawler.
   *
   * @param fetcher fetches pages
   * @param limit how many it fetches at a time, at most
   */
  Crawler(Fetcher fetcher, int limit) {
    this.fetcher = fetcher;
    this.limit = limit;
  }

  /**
   * Crawls until all that can be reached is known. When this returns or throws, all goroutines it
   * started have ended.
   *
   * @param parent ends it early
   * @param root where to begin
   * @param ticks when to tell how far it is
   * @param progress is told; in the crawler's goroutine, so it should be quick
   * @throws Exception what the first fetch threw that failed, or the parent's err. What was found
   *     until then is in {@link #findings}
   */
  void crawl(Context parent, String root, ReceiveChan<?> ticks, Consumer<Progress> progress)
      throws Exception {
    ErrGroup group = ErrGroup.withContext(parent);
    group.setLimit(limit);
    Context ctx = group.context();
    Chan<Fetched> results = Chan.make();
    Select select = new Select();
    Receive<Fetched> result = select.receive(results);
    Receive<?> tick = select.receive(ticks);
    Receive<Void> done = select.receive(ctx.done());

    discover(root);
    while (ctx.err() == null && hasMore()) {
      // Not as many as the group takes: who waits for a place in go cannot take the result of
      // whoever holds it. One that has sent its result gives its place up without waiting.
      while (!queue.isEmpty() && underWay < limit) {
        String path = queue.remove();
        underWay++;
        group.go(() -> results.sendUntil(ctx, new Fetched(path, fetcher.fetch(ctx, path))));
      }
      Clause clause = select.await();
      if (clause == result) {
        take(requireNonNull(result.value()));
      } else if (clause == tick) {
        progress.accept(progress());
      } else if (clause == done) {
        break;
      }
    }
    group.await();
    // Between two fetches there is none that the end of the parent could have failed.
    if (hasMore() && parent.err() instanceof RuntimeException ended) {
      throw ended;
    }
    progress.accept(progress());
  }

  private boolean hasMore() {
    return !queue.isEmpty() || underWay > 0;
  }

  private void discover(String path) {
    if (seen.add(path)) {
      queue.add(path);
    }
  }

  private void take(Fetched fetched) {
    underWay--;
    List<String> targets = fetched.links;
    if (targets == null) {
      missing.add(fetched.path);
    } else {
      links.put(fetched.path, targets);
      targets.forEach(this::discover);
    }
  }

  private Progress progress() {
    return new Progress(links.size(), missing.size(), underWay, queue.size());
  }

  /**
   * What is known of the site: all, if the crawl came to its end.
   *
   * @param root where it began
   */
  Findings findings(String root) {
    return Findings.of(root, links, missing);
  }
}
