package io.sudog.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts {@code ./sudog} as a user does. The build that runs this test has built what the launcher
 * needs, so nothing here builds.
 */
final class LauncherTest {
  /** Surefire sets basedir to the module's folder. */
  private static final Path LAUNCHER =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("sudog");

  private static final String JDK = System.getProperty("java.home");

  @TempDir private Path folder;

  private record Result(int code, String out, String err) {}

  private ProcessBuilder launcher(String... command) throws IOException {
    List<String> line = new ArrayList<>(List.of(LAUNCHER.toString()));
    line.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("JAVA_HOME", JDK);
    // No toolchains.xml of whoever runs the tests.
    builder.environment().put("HOME", Files.createDirectories(folder.resolve("home")).toString());
    return builder;
  }

  private Result run(ProcessBuilder builder) throws Exception {
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), out, Files.readString(folder.resolve("err")));
  }

  private Result run(String... command) throws Exception {
    return run(launcher(command));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    for (String tool : List.of("java", "javac")) {
      Files.createFile(
          home.resolve("bin").resolve(tool),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  @BeforeEach
  void theLauncherIsThere() {
    assertTrue(Files.isExecutable(LAUNCHER), LAUNCHER::toString);
  }

  @Test
  void runsASample() throws Exception {
    assertEquals(new Result(0, "Hello from a goroutine!\n", ""), run("run", "hello"));
  }

  @Test
  void worksThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), LAUNCHER);
    ProcessBuilder builder = launcher();
    builder.command(link.toString(), "run", "hello");
    assertEquals(new Result(0, "Hello from a goroutine!\n", ""), run(builder));
  }

  @Test
  void listsTheSamples() throws Exception {
    Result result = run("samples");
    assertEquals(0, result.code(), result::toString);
    assertEquals(
        Samples.all().stream().map(Sample::name).toList(),
        result.out().lines().map(line -> line.replaceFirst(" .*", "")).toList());
  }

  @Test
  void anUnknownSampleIsAnsweredWithTheNearest() throws Exception {
    Result result = run("run", "helo");
    assertEquals(2, result.code(), result::toString);
    assertTrue(result.err().contains("Did you mean hello"), result::toString);
    assertEquals("", result.out());
  }

  @Test
  void anUnknownCommandIsAnsweredWithTheNearest() throws Exception {
    Result result = run("smaples");
    assertEquals(2, result.code(), result::toString);
    assertTrue(result.err().contains("Did you mean samples?"), result::toString);
    assertEquals("", result.out());
  }

  @Test
  void runsAnySingleFileProgram() throws Exception {
    Files.writeString(
        folder.resolve("Add.java"),
        """
        import io.sudog.channels.Chan;
        import io.sudog.core.Go;

        void main(String[] args) {
          int[] sum = {0};
          Go.run(() -> {
            Chan<Integer> numbers = Chan.make();
            for (String arg : args) {
              Go.go(() -> numbers.send(Integer.parseInt(arg)));
            }
            for (String _ : args) {
              sum[0] += numbers.receive();
            }
          });
          System.out.println("sum " + sum[0] + " " + System.getProperty("sudog.test"));
          System.exit(sum[0]);
        }
        """);
    ProcessBuilder builder = launcher("run", "Add.java", "3", "4");
    builder.environment().put("SUDOG_JAVA_OPTS", "-Xmx64m -Dsudog.test=set");
    assertEquals(new Result(7, "sum 7 set\n", ""), run(builder));
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    Result result = run("run", "sub/Missing.java");
    assertEquals(new Result(2, "", "sudog: there is no file sub/Missing.java\n"), result);
  }

  @Test
  void aSignalReachesTheProgram() throws Exception {
    Files.writeString(
        folder.resolve("Wait.java"),
        """
        void main() throws Exception {
          Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped")));
          System.out.println("ready");
          Thread.currentThread().join();
        }
        """);
    Process process = launcher("run", "Wait.java").start();
    try (BufferedReader out = process.inputReader()) {
      assertEquals("ready", out.readLine());
      // Process.destroy would close the stream too.
      process.toHandle().destroy();
      assertEquals("stopped", out.readLine());
      assertEquals(128 + 15, process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void helpGoesToStandardOutput() throws Exception {
    Result result = run("help");
    assertEquals(0, result.code(), result::toString);
    assertTrue(result.out().startsWith("usage: ./sudog"), result::toString);
    assertEquals("", result.err());
  }

  @Test
  void whereNoJdkIsFoundThePlacesAreNamed() throws Exception {
    Path old = jdk("jdk-17", "17.0.15");
    Path none = Files.createDirectories(folder.resolve("none"));
    ProcessBuilder builder = launcher("run", "hello");
    builder
        .environment()
        .putAll(Map.of("JAVA_HOME", old.toString(), "SUDOG_JDK_SEARCH", none.toString()));
    Result result = run(builder);
    assertEquals(1, result.code(), result::toString);
    assertTrue(result.err().startsWith("sudog: no JDK 25 found"), result::toString);
    for (Path place : List.of(old, none, folder.resolve("home/.m2/toolchains.xml"))) {
      assertTrue(result.err().contains(place.toString()), result::toString);
    }
  }

  @Test
  void aJdkIsFoundAmongOthers() throws Exception {
    Path jdks = Files.createDirectories(folder.resolve("jdks"));
    jdk("jdks/a-jdk-26", "26");
    jdk("jdks/b-jdk-2.5", "2.5");
    Files.createSymbolicLink(jdks.resolve("c-jdk-25"), Path.of(JDK));
    ProcessBuilder builder = launcher("run", "hello");
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("SUDOG_JDK_SEARCH", folder.resolve("none") + ":" + jdks);
    assertEquals(new Result(0, "Hello from a goroutine!\n", ""), run(builder));
  }

  @Test
  void aJdkIsFoundByToolchain() throws Exception {
    ProcessBuilder builder = launcher("run", "hello");
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("SUDOG_JDK_SEARCH", folder.resolve("none").toString());
    Files.createDirectories(folder.resolve("home/.m2"));
    Files.writeString(
        folder.resolve("home/.m2/toolchains.xml"),
        """
        <toolchains>
          <toolchain>
            <type>jdk</type>
            <configuration><jdkHome>%s</jdkHome></configuration>
          </toolchain>
        </toolchains>
        """
            .formatted(JDK));
    assertEquals(new Result(0, "Hello from a goroutine!\n", ""), run(builder));
  }
}
