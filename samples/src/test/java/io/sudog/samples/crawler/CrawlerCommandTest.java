package io.sudog.samples.crawler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.samples.CommandRun;
import io.sudog.samples.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrawlerCommandTest {
  private static CommandRun run(String... args) {
    return CommandRun.of(CrawlerCommand::new, args);
  }

  @Test
  void printsWhatTheSiteIs() {
    Findings truth = Site.generate(120, 5).truth();
    CommandRun run = run("--pages", "120", "--seed", "5", "--slow", "1", "--limit", "8", "-b");
    assertEquals("", run.err());
    assertEquals(Cli.OK, run.exitCode());
    StringBuilder expected = new StringBuilder();
    expected.append("pages:        " + truth.pages().size() + "\n");
    expected.append("broken links: " + truth.broken().size() + "\n");
    truth.broken().forEach(l -> expected.append("  " + l.from() + " -> " + l.to() + "\n"));
    expected.append("max depth:    " + truth.maxDepth() + "\n");
    assertTrue(run.out().startsWith(expected.toString()), run.out());
    assertTrue(
        run.out().matches("(?s).*\nrequests:     \\d+, at most [1-8] at a time\n"), run.out());
  }

  @Test
  void showsItsProgressWhereAsked() {
    int missing = Site.generate(1, 5).missing().size();
    CommandRun run = run("--pages", "1", "--seed", "5", "--progress");
    assertEquals(
        "pages 1, missing %d, under way 0, queued 0".formatted(missing),
        run.err().lines().toList().getLast());
    assertEquals(Cli.OK, run.exitCode());
  }

  @Test
  void aTimeOutThatIsTooShortIsNamedAndTheFixToo() {
    CommandRun run = run("--pages", "1000", "--slow", "60000", "--timeout", "200");
    assertEquals(Cli.FAILURE, run.exitCode());
    assertTrue(run.err().startsWith("crawler: not done after 200 ms, with "), run.err());
    assertTrue(run.err().contains("give more --timeout"), run.err());
    assertEquals("", run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "--pages, 0",
    "--pages, x",
    "--limit, 0",
    "--limit, 1001",
    "--slow, -1",
    "--timeout, 0",
    "--seed, y"
  })
  void aWrongOptionIsNamed(String option, String value) {
    CommandRun run = run(option, value);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
    assertEquals("", run.out());
  }
}
