package io.sudog.samples.wordfreq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.samples.CommandRun;
import io.sudog.samples.Programs;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.SampleException;
import io.sudog.samples.wordfreq.WordTable.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordFreqTest {
  @TempDir Path dir;

  private static Source source(String text) {
    return new Source("test", () -> new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static final class FailingStream extends InputStream {
    private final String message;

    FailingStream(String message) {
      this.message = message;
    }

    @Override
    public int read() throws IOException {
      throw new IOException(message);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      throw new IOException(message);
    }
  }

  private static List<Entry> top(int n, int counters, Source... sources) {
    return Programs.call(() -> WordFreq.count(List.of(sources), counters).top(n));
  }

  private static List<Entry> oneByOne(int n, String... texts) {
    WordTable table = new WordTable();
    for (String text : texts) {
      Words.forEach(text.getBytes(UTF_8), table::add);
    }
    return table.top(n);
  }

  private static CommandRun run(String... args) {
    return CommandRun.of((out, _) -> new WordFreqCommand(out), args);
  }

  @Test
  void emptySourcesHaveNoWords() {
    assertEquals(List.of(), top(20, 3, source(""), source(" \n")));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 4", "3, 2", "30, 4"})
  void countsWhatCountingOneByOneFinds(int files, int counters) {
    Random random = new Random(files);
    String[] texts =
        IntStream.range(0, files)
            .mapToObj(
                _ -> {
                  StringBuilder text = new StringBuilder();
                  for (int i = 0; i < 30_000; i++) {
                    text.append("w")
                        .append(Math.abs((int) (random.nextGaussian() * 100)))
                        .append(i % 12 == 0 ? "\n" : " ");
                  }
                  return text.toString();
                })
            .toArray(String[]::new);
    Source[] sources = Stream.of(texts).map(WordFreqTest::source).toArray(Source[]::new);
    assertEquals(oneByOne(1000, texts), top(1000, counters, sources));
  }

  @Test
  void aHugeLineIsCutBetweenWords() {
    String line = "to be or not to be that's the question ".repeat(100_000);
    assertEquals(
        List.of(new Entry("be", 200_000), new Entry("to", 200_000), new Entry("not", 100_000)),
        top(3, 2, source(line)));
  }

  @Test
  void aHugeWordIsCutAndNotKeptInMemoryWhole() {
    String chunk = "x".repeat(Chunks.CHUNK_BYTES);
    assertEquals(
        List.of(new Entry(chunk, 3), new Entry("x", 1)),
        top(20, 2, source("x".repeat(3 * Chunks.CHUNK_BYTES + 1))));
  }

  @Test
  void theFailingSourceIsNamed() {
    Source broken =
        new Source(
            "broken.txt",
            () -> {
              throw new IOException("Input/output error");
            });
    SampleException failure =
        assertThrows(SampleException.class, () -> top(20, 2, source("a"), broken, source("b")));
    assertEquals(
        "cannot read FILE 'broken.txt': Input/output error; give files that can be read, or - for"
            + " standard input",
        failure.getMessage());
  }

  @Test
  void aFailureInTheMiddleOfAFileIsNamed() {
    Source breaks =
        new Source(
            "breaks.txt",
            () ->
                new SequenceInputStream(
                    new ByteArrayInputStream("aaaaaa ".repeat(70_000).getBytes(UTF_8)),
                    new FailingStream("Stale file handle")));
    SampleException failure = assertThrows(SampleException.class, () -> top(20, 2, breaks));
    assertTrue(
        failure.getMessage().contains("'breaks.txt': Stale file handle"), failure.getMessage());
  }

  @Test
  void aFailureIsReportedWhileAnotherSourceNeverAnswers() {
    Chan<Integer> typed = Chan.make();
    Source silent =
        new Source(
            "silent",
            () ->
                new InputStream() {
                  @Override
                  public int read() {
                    return -1;
                  }

                  @Override
                  public int read(byte[] buffer, int offset, int length) {
                    assertFalse(typed.receiveOk().ok());
                    return -1;
                  }
                });
    Source broken =
        new Source(
            "broken",
            () -> {
              throw new IOException("no");
            });
    int left =
        Programs.call(
            () -> {
              assertThrows(SampleException.class, () -> WordFreq.count(List.of(silent, broken), 2));
              typed.close();
              // Hangs, and fails by the time-out, unless all goroutines that were started end by
              // themselves.
              while (Go.numGoroutine() > 1) {
                Go.gosched();
              }
              return Go.numGoroutine();
            });
    assertEquals(1, left);
  }

  @Test
  void aFailureStopsAnEndlessSource() {
    Source endless =
        new Source(
            "endless",
            () ->
                new InputStream() {
                  @Override
                  public int read() {
                    return ' ';
                  }

                  @Override
                  public int read(byte[] buffer, int offset, int length) {
                    return length;
                  }
                });
    Source broken =
        new Source(
            "broken",
            () -> {
              throw new IOException("no");
            });
    int left =
        Programs.call(
            () -> {
              assertThrows(
                  SampleException.class, () -> WordFreq.count(List.of(endless, broken), 2));
              while (Go.numGoroutine() > 1) {
                Go.gosched();
              }
              return Go.numGoroutine();
            });
    assertEquals(1, left);
  }

  @Test
  void printsTheTopTwentyOfAllFiles() throws Exception {
    List<String> letters = IntStream.range(0, 25).mapToObj(i -> "w" + (char) ('a' + i)).toList();
    List<String> words = new ArrayList<>(letters);
    words.add("wz");
    Files.writeString(dir.resolve("1"), String.join(" ", words));
    Files.writeString(dir.resolve("2"), "WZ wz, wy");
    CommandRun run = run(dir + "/1", dir + "/2");
    List<String> lines = run.out().lines().toList();
    assertEquals(20, lines.size());
    assertEquals("         3  wz", lines.get(0));
    assertEquals("         2  wy", lines.get(1));
    assertEquals("         1  wa", lines.get(2));
    assertEquals("         1  wr", lines.get(19));
    assertEquals(Cli.OK, run.exitCode());
  }

  @Test
  void aDashIsStandardInputOnce() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("b a b".getBytes(UTF_8)));
      assertEquals("         2  b\n         1  a\n", run("-", "-").out());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void theNumberOfWordsCanBeChosen() throws Exception {
    Files.writeString(dir.resolve("f"), "a a b");
    assertEquals("         2  a\n", run("-n", "1", dir + "/f").out());
    assertEquals("", run("-n", "0", dir + "/f").out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", ""})
  void aFileThatCannotBeReadIsNamedAndTheFixToo(String name) {
    CommandRun run = run(dir.resolve(name).toString());
    assertEquals(Cli.FAILURE, run.exitCode());
    assertTrue(
        run.err().startsWith("wordfreq: cannot read FILE '" + dir.resolve(name) + "': "),
        run.err());
    assertTrue(run.err().contains("give files that can be read"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void noFileAndAWrongNumberAreUsageErrors() {
    CommandRun none = run();
    assertEquals(Cli.USAGE, none.exitCode());
    assertTrue(none.err().contains("FILE"), none.err());
    CommandRun negative = run("--top", "-1", "f");
    assertEquals(Cli.USAGE, negative.exitCode());
    assertTrue(negative.err().contains("--top is -1"), negative.err());
  }
}
