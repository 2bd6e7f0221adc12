package io.sudog.samples.md5all;

import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import io.sudog.channels.SendChan;
import io.sudog.core.Go;
import io.sudog.core.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Callable;

/**
 * Digests jobs until there are none left. Once {@code done} is closed it reads no further, but goes
 * on receiving, so that the walker never waits for it.
 */
final class Digester implements Task {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ReceiveChan<?> done;
  private final ReceiveChan<Job> jobs;
  private final SendChan<Result> results;
  private final Opener opener;
  private final MessageDigest md5 = newMd5();
  private final byte[] buffer = new byte[BUFFER_BYTES];

  Digester(ReceiveChan<?> done, ReceiveChan<Job> jobs, SendChan<Result> results, Opener opener) {
    this.done = done;
    this.jobs = jobs;
    this.results = results;
    this.opener = opener;
  }

  @Override
  public void run() throws Exception {
    for (Job job : jobs) {
      results.send(digest(job));
    }
  }

  private Result digest(Job job) throws Exception {
    try (InputStream in = Go.blocking(() -> opener.open(job.path()))) {
      Callable<Integer> read = () -> in.read(buffer);
      for (int n; (n = Go.blocking(read)) >= 0; ) {
        if (done.tryReceive() instanceof Received.Closed) {
          throw new InterruptedIOException("cancelled");
        }
        md5.update(buffer, 0, n);
      }
      return new Result.Digested(
          job.place(), new Sum(job.name(), HexFormat.of().formatHex(md5.digest())));
    } catch (IOException e) {
      md5.reset();
      return new Result.Failed("read", job.name(), e);
    }
  }

  private static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
