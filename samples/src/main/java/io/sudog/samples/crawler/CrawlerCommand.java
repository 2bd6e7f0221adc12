package io.sudog.samples.crawler;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import io.sudog.samples.cli.SampleException;
import io.sudog.time.Ticker;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code crawler}: crawls a site that it serves itself. */
@Command(
    name = "sudog run crawler",
    description =
        "Makes up a web site, serves it on this machine, and crawls it with many goroutines, but"
            + " never more than --limit requests at a time. Prints what was found, and checks it.")
public final class CrawlerCommand implements Callable<Integer> {
  private static final int MAX_PAGES = 100_000;
  private static final int MAX_LIMIT = 1000;
  private static final int MAX_MILLIS = 3_600_000;
  private static final Duration BETWEEN_PROGRESS = Duration.ofMillis(100);

  private final Output out;
  private final PrintWriter err;
  private final boolean terminal;

  @Option(
      names = {"-n", "--pages"},
      paramLabel = "N",
      defaultValue = "500",
      description = "How many pages the site has. Default: ${DEFAULT-VALUE}.")
  private int pages;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      defaultValue = "16",
      description = "How many pages are fetched at a time. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another one makes another site. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--slow",
      paramLabel = "MS",
      defaultValue = "50",
      description =
          "How long the server takes over a slow page, in milliseconds. Default: ${DEFAULT-VALUE}.")
  private int slowMillis;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "MS",
      defaultValue = "30000",
      description = "How long it may take, in milliseconds. Default: ${DEFAULT-VALUE}.")
  private int timeoutMillis;

  @Option(
      names = {"-b", "--broken"},
      description = "Lists the broken links.")
  private boolean listBroken;

  @Option(
      names = {"-p", "--progress"},
      description = "Shows how far it is even where standard output is no terminal.")
  private boolean showProgress;

  CrawlerCommand(Output out, PrintWriter err) {
    this(out, err, false);
  }

  private CrawlerCommand(Output out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    PrintWriter err = Cli.standardError();
    return Cli.execute(new CrawlerCommand(Output.standard(), err, Output.isTerminal()), err, args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--pages", pages, 1, MAX_PAGES);
    Cli.requireBetween("--limit", limit, 1, MAX_LIMIT);
    Cli.requireBetween("--slow", slowMillis, 0, MAX_MILLIS);
    Cli.requireBetween("--timeout", timeoutMillis, 1, MAX_MILLIS);
    Site site = Site.generate(pages, seed);
    Go.run(() -> crawl(site));
    return Cli.OK;
  }

  private void crawl(Site site) throws Exception {
    try (SiteServer server = SiteServer.start(site, Duration.ofMillis(slowMillis));
        HttpFetcher fetcher = new HttpFetcher(server.root());
        CancelContext ctx =
            Context.withTimeout(Context.background(), Duration.ofMillis(timeoutMillis));
        Ticker ticker = Ticker.start(BETWEEN_PROGRESS)) {
      Crawler crawler = new Crawler(fetcher, limit);
      try {
        crawler.crawl(ctx, Site.ROOT, ticker.channel(), this::show);
      } catch (DeadlineExceededException e) {
        throw SampleException.failure(
            "not done after %d ms, with %d pages found; give more --timeout or a higher --limit"
                .formatted(timeoutMillis, crawler.findings(Site.ROOT).pages().size()),
            e);
      } catch (IOException e) {
        throw SampleException.failure(e.getMessage() + "; try again", e);
      } finally {
        if (terminal) {
          err.println();
        }
      }
      print(crawler.findings(Site.ROOT), server);
      check(crawler.findings(Site.ROOT), site.truth());
    }
  }

  /** For a person one line that changes; for a file, where asked for, one line each time. */
  private void show(Progress progress) {
    if (terminal) {
      err.print("\r\033[K" + progress);
      err.flush();
    } else if (showProgress) {
      err.println(progress);
    }
  }

  private void print(Findings findings, SiteServer server) {
    out.line("pages:        " + findings.pages().size());
    out.line("broken links: " + findings.broken().size());
    if (listBroken) {
      for (Link link : findings.broken()) {
        out.line("  " + link.from() + " -> " + link.to());
      }
    }
    out.line("max depth:    " + findings.maxDepth());
    out.line(
        "requests:     %d, at most %d at a time".formatted(server.requests(), server.maxAtOnce()));
    out.flush();
  }

  private static void check(Findings found, Findings truth) {
    if (!found.equals(truth)) {
      throw SampleException.failure("found %s, but the site is %s".formatted(found, truth), null);
    }
  }
}
