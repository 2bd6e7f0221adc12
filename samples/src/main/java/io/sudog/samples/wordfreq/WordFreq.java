package io.sudog.samples.wordfreq;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import io.sudog.channels.SendChan;
import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.SampleException;
import io.sudog.sync.WaitGroup;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Counts words with readers, counters, and the caller as collector. */
final class WordFreq {
  private static final int MAX_READERS = 8;
  private static final int CHUNKS_IN_FLIGHT = 16;

  /** What the collector receives. */
  private sealed interface Result {
    record Counted(WordTable table) implements Result {}

    record Failed(Source source, IOException cause) implements Result {}
  }

  private WordFreq() {}

  /**
   * Counts the words of all sources together. Call it in a goroutine. When this throws, the
   * goroutines it started end as soon as the read they are in comes back.
   *
   * @param sources what to read
   * @param counters how many goroutines count
   * @return the words and their number
   * @throws SampleException at the first source that cannot be read
   */
  static WordTable count(List<Source> sources, int counters) {
    int readers = Math.min(sources.size(), MAX_READERS);
    Chan<Void> done = Chan.make();
    Chan<Source> files = Chan.make(sources.size());
    Chan<byte[]> chunks = Chan.make(CHUNKS_IN_FLIGHT);
    // Each reader sends at most one failure and each counter one table: nobody ever waits to send
    // into it, not even when
    // the collector has left. So the counters always empty chunks, and the readers never wait for
    // long either.
    Chan<Result> results = Chan.make(readers + counters);

    sources.forEach(files::send);
    files.close();

    WaitGroup reading = new WaitGroup();
    for (int i = 0; i < readers; i++) {
      reading.go(() -> read(done, files, chunks, results));
    }
    WaitGroup counting = new WaitGroup();
    for (int i = 0; i < counters; i++) {
      counting.go(() -> results.send(new Result.Counted(countAll(chunks))));
    }
    Go.go(
        "closer",
        () -> {
          reading.await();
          chunks.close();
          counting.await();
          results.close();
        });

    try {
      return collect(results);
    } finally {
      done.close();
    }
  }

  private static void read(
      ReceiveChan<?> done,
      ReceiveChan<Source> files,
      SendChan<byte[]> chunks,
      SendChan<Result> results)
      throws Exception {
    for (Source source : files) {
      try (InputStream in = Go.blocking(source.opener()::open)) {
        Chunks cutter = new Chunks(in);
        for (byte[] chunk; (chunk = cutter.next()) != null; ) {
          if (done.tryReceive() instanceof Received.Closed) {
            return;
          }
          chunks.send(chunk);
        }
      } catch (IOException e) {
        results.send(new Result.Failed(source, e));
        return;
      }
    }
  }

  private static WordTable countAll(ReceiveChan<byte[]> chunks) {
    WordTable table = new WordTable();
    for (byte[] chunk : chunks) {
      Words.forEach(chunk, table::add);
    }
    return table;
  }

  private static WordTable collect(ReceiveChan<Result> results) {
    WordTable total = new WordTable();
    for (Result result : results) {
      switch (result) {
        case Result.Counted(WordTable table) -> total.addAll(table);
        case Result.Failed(Source source, IOException cause) ->
            throw SampleException.failure(
                "cannot read FILE '%s': %s; give files that can be read, or - for standard input"
                    .formatted(source.name(), Cli.reason(cause)),
                cause);
      }
    }
    return total;
  }
}
