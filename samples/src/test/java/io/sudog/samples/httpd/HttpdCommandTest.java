package io.sudog.samples.httpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.samples.CommandRun;
import io.sudog.samples.cli.Cli;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpdCommandTest {
  @TempDir private Path folder;

  private CommandRun run(String... args) {
    return CommandRun.of((out, _) -> new HttpdCommand(out), args);
  }

  @ParameterizedTest
  @CsvSource({
    "--listen, nowhere",
    "--listen, 127.0.0.1:99999",
    "--idle-timeout, 0",
    "--idle-timeout, x",
    "--grace, -1"
  })
  void aWrongOptionIsNamed(String option, String value) {
    CommandRun run = run(folder.toString(), option + "=" + value);
    assertEquals(Cli.USAGE, run.exitCode(), run::err);
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
    assertEquals("", run.out());
  }

  @Test
  void aFolderThatIsNoneIsNamed() throws Exception {
    Path missing = folder.resolve("missing");
    CommandRun run = run(missing.toString());
    assertEquals(Cli.FAILURE, run.exitCode());
    assertEquals(
        "httpd: cannot serve " + missing + ": no such file or directory; give DIR a folder\n",
        run.err());
    String file = Files.createFile(folder.resolve("file")).toString();
    assertTrue(run(file).err().contains("not a directory"), run(file).err());
    assertEquals(Cli.USAGE, run().exitCode());
  }

  @Test
  void aSignalEndsItInOrder() throws Exception {
    Files.writeString(folder.resolve("a.txt"), "content");
    Path launcher =
        Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("sudog");
    ProcessBuilder builder =
        new ProcessBuilder(
            launcher.toString(),
            "run",
            "httpd",
            folder.toString(),
            "--listen=127.0.0.1:0",
            "--log");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out = process.inputReader();
        HttpClient client = HttpClient.newHttpClient()) {
      String first = out.readLine();
      URI uri = URI.create(first.replaceFirst(".* at ", "") + "a.txt");
      assertEquals(
          "content",
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
      String line = out.readLine();
      assertTrue(line.matches("127.0.0.1 - - \\[.*\\] \"GET /a.txt HTTP/1.1\" 200 7"), line);
      // The client's connection is idle. Process.destroy would close the stream too.
      process.toHandle().destroy();
      assertEquals("requests answered: 1", out.readLine());
      assertEquals(128 + 15, process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }
}
