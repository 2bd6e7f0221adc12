package io.sudog.samples.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.Go;
import io.sudog.samples.CommandRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class CliTest {
  @Command(name = "sudog run demo")
  private record Demo(Callable<Integer> body) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      return body.call();
    }
  }

  private static CommandRun run(Callable<Integer> body) {
    return CommandRun.of((_, _) -> new Demo(body));
  }

  @Test
  void theCommandsOwnExitCodePassesThrough() {
    assertEquals(0, run(() -> Cli.OK).exitCode());
    assertEquals(7, run(() -> 7).exitCode());
  }

  @Test
  void aFailureInsideAProgramIsOneLine() {
    CommandRun run =
        run(
            () -> {
              Go.run(
                  () -> {
                    throw SampleException.failure("FILE 'x' is missing", null);
                  });
              return Cli.OK;
            });
    assertEquals(Cli.FAILURE, run.exitCode());
    assertEquals("demo: FILE 'x' is missing" + System.lineSeparator(), run.err());
  }

  @Test
  void aWrongArgumentPointsToTheHelp() {
    CommandRun run =
        run(
            () -> {
              Cli.requireBetween("N", -1, 0, 5);
              return Cli.OK;
            });
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains("N is -1: give a number from 0 to 5"), run.err());
    assertTrue(run.err().contains("sudog run demo --help"), run.err());
  }

  @Test
  void anythingElseIsABugAndShowsItsTrace() {
    CommandRun run =
        run(
            () -> {
              throw new IllegalStateException("oops");
            });
    assertEquals(Cli.FAILURE, run.exitCode());
    assertTrue(run.err().contains("oops") && run.err().contains("at "), run.err());
  }

  @Test
  void aReaderThatWentAwayEndsTheProgramSilently() {
    CommandRun run = runWriting("Broken pipe");
    assertEquals(Cli.BROKEN_PIPE, run.exitCode());
    assertEquals("", run.err());
  }

  @Test
  void aFullDiskIsReported() {
    CommandRun run = runWriting("No space left on device");
    assertEquals(Cli.FAILURE, run.exitCode());
    assertTrue(
        run.err().contains("cannot write to standard output: No space left on device"), run.err());
  }

  @Test
  void everySampleHasHelp() {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, UTF_8));
      assertEquals(Cli.OK, CommandRun.of((_, _) -> new Demo(() -> 7), "--help").exitCode());
    } finally {
      System.setOut(before);
    }
    assertTrue(out.toString(UTF_8).startsWith("Usage: sudog run demo"), () -> out.toString(UTF_8));
  }

  private static CommandRun runWriting(String failure) {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(failure);
          }
        };
    return run(
        () -> {
          Go.run(
              () -> {
                try (Output out = Output.to(broken, UTF_8)) {
                  out.line("x");
                }
              });
          return Cli.OK;
        });
  }

  @Test
  void reasonsAreWordsAndNotTheFilesName() {
    assertEquals("no such file or directory", Cli.reason(new NoSuchFileException("/x")));
    assertEquals("permission denied", Cli.reason(new AccessDeniedException("/x")));
    assertEquals("not a directory", Cli.reason(new NotDirectoryException("/x")));
    assertEquals(
        "Input/output error",
        Cli.reason(new FileSystemException("/x", null, "Input/output error")));
    assertEquals("Is a directory", Cli.reason(new IOException("Is a directory")));
    assertEquals("java.io.IOException", Cli.reason(new IOException()));
  }

  @Test
  void outputLongerThanItsBufferArrivesWholeAndInOrder() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StringBuilder expected = new StringBuilder();
    try (Output out = Output.to(bytes, UTF_8)) {
      for (int i = 0; i < 3000; i++) {
        out.line("line " + i);
        expected.append("line ").append(i).append('\n');
      }
      String huge = "é".repeat(50_000);
      out.line(huge);
      expected.append(huge).append('\n');
    }
    assertEquals(expected.toString(), bytes.toString(UTF_8));
  }

  @Test
  void textIsEncodedAsTheOutputSays() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Output out = Output.to(bytes, US_ASCII)) {
      out.line("é");
    }
    assertEquals("?\n", bytes.toString(US_ASCII));
  }
}
