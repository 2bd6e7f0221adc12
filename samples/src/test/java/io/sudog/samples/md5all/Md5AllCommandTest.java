package io.sudog.samples.md5all;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.samples.CommandRun;
import io.sudog.samples.cli.Cli;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Md5AllCommandTest {
  @TempDir Path dir;

  private static CommandRun run(String... args) {
    return CommandRun.of(Md5AllCommand::new, args);
  }

  /** What a POSIX shell prints; the script is run in {@link #dir}, with {@code $1} as given. */
  private byte[] shell(String script, String argument) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script, "sh", argument);
    builder.environment().putAll(Map.of("LC_ALL", "C"));
    Process process = builder.directory(dir.toFile()).redirectError(Redirect.INHERIT).start();
    byte[] out = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor(), script);
    return out;
  }

  private byte[] findAndMd5sum(String root) throws Exception {
    return shell("find \"$1\" -type f -print0 | sort -z | xargs -0 -r md5sum", root);
  }

  private void assertSameAsMd5sum(String root) throws Exception {
    byte[] expected = findAndMd5sum(root);
    CommandRun run = run(root);
    assertEquals("", run.err());
    assertEquals(
        new String(expected, StandardCharsets.ISO_8859_1),
        new String(run.outBytes(), StandardCharsets.ISO_8859_1));
    assertArrayEquals(expected, run.outBytes());
    assertEquals(Cli.OK, run.exitCode());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void printsWhatMd5sumPrintsForNamesOfAllKinds() throws Exception {
    // Made by the shell: Java cannot name some of these in every locale, and one in none.
    shell(
        """
        set -e
        mkdir -p 'sp ace/deep/er' empty .hidden
        printf one > 'sp ace/deep/er/file'
        printf two > "$(printf 'new\\nline')"
        printf three > "$(printf 'carriage\\rreturn')"
        printf four > 'back\\slash'
        printf five > "$(printf 'caf\\303\\251')"
        mkdir "$(printf 'not\\377utf8')"
        printf six > "$(printf 'not\\377utf8/\\376\\n\\\\%%41')"
        printf seven > .hidden/.file
        printf eight > -dash
        printf nine > '%41'
        : > nothing
        mkdir sp
        printf ten > sp/x
        printf ten > sp.x
        ln -s nothing link-to-file
        ln -s sp link-to-folder
        mkfifo fifo
        """,
        "");
    assertSameAsMd5sum(dir.toString());
    assertSameAsMd5sum(dir + "/");
    assertSameAsMd5sum(dir + "/sp/../sp ace");
    assertSameAsMd5sum(dir + "/empty");
    assertSameAsMd5sum(dir + "/nothing");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void printsWhatMd5sumPrintsForLargeFilesAndManyFiles() throws Exception {
    shell(
        """
        set -e
        i=0
        while [ $i -lt 1500 ]; do echo $i > "file-$i"; i=$((i + 1)); done
        head -c 5000000 /dev/zero > large
        head -c 65536 /dev/zero > buffer
        """,
        "");
    assertSameAsMd5sum(dir.toString());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void printsWhatMd5sumPrintsForATreeNobodyMadeForThisTest() throws Exception {
    Path documentation = Path.of("/usr/share/doc");
    assertSameAsMd5sum(
        Files.isDirectory(documentation)
            ? documentation.toString()
            : System.getProperty("java.home"));
  }

  @Test
  void aMissingFolderIsNamedAndTheFixToo() {
    CommandRun run = run(dir + "/missing");
    assertEquals(Cli.FAILURE, run.exitCode());
    assertEquals(
        "md5all: cannot open DIR '"
            + dir
            + "/missing': no such file or directory; give a folder that exists, for example"
            + " /usr/share/doc"
            + System.lineSeparator(),
        run.err());
    assertEquals("", run.out());
  }

  @Test
  void aLinkAsRootIsExplained() throws Exception {
    Files.createSymbolicLink(dir.resolve("link"), dir);
    CommandRun run = run(dir + "/link");
    assertEquals(Cli.OK, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains("write '" + dir + "/link/' to walk where it leads"), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "x"})
  void aWrongNumberOfDigestersIsNamed(String digesters) {
    CommandRun run = run("--digesters", digesters, dir.toString());
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains("--digesters") && run.err().contains(digesters), run.err());
  }

  @Test
  void noFolderOrTwoAreUsageErrors() {
    assertEquals(Cli.USAGE, run().exitCode());
    assertEquals(Cli.USAGE, run(dir.toString(), dir.toString()).exitCode());
  }
}
