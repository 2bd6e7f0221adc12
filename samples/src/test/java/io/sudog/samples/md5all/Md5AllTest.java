package io.sudog.samples.md5all;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.samples.Programs;
import io.sudog.samples.cli.SampleException;
import io.sudog.samples.md5all.Walker.Place;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Md5AllTest {
  private static final String MD5_OF_NOTHING = "d41d8cd98f00b204e9800998ecf8427e";

  @TempDir Path dir;

  private static List<String> sums(Md5All md5All, Path root) {
    return Programs.call(
        () -> {
          List<String> lines = new ArrayList<>();
          md5All.sums(root.toString(), sum -> lines.add(new String(sum.line(), UTF_8)));
          return lines;
        });
  }

  private List<String> namesBelow(String root) {
    return Programs.call(
        () -> {
          List<String> names = new ArrayList<>();
          new Md5All(3).sums(root, sum -> names.add(sum.name().toString()));
          return names;
        });
  }

  private void create(String... names) throws IOException {
    for (String name : names) {
      Path file = dir.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  @Test
  void anEmptyTreeHasNoSums() throws Exception {
    Files.createDirectories(dir.resolve("a/b/c"));
    assertEquals(List.of(), sums(new Md5All(4), dir));
  }

  @Test
  void oneEmptyFile() throws Exception {
    create("only");
    assertEquals(List.of(MD5_OF_NOTHING + "  " + dir + "/only"), sums(new Md5All(4), dir));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 64})
  void pathsAreSortedAsBytesWhateverTheFoldersAre(int digesters) throws Exception {
    create("b", "a/x", "a-b", "a.b", "a/y/z", "a0", "Z", "a/y-z", "a/y0");
    List<String> expected =
        Stream.of("Z", "a-b", "a.b", "a/x", "a/y-z", "a/y/z", "a/y0", "a0", "b")
            .map(name -> MD5_OF_NOTHING + "  " + dir + "/" + name)
            .toList();
    assertEquals(expected, sums(new Md5All(digesters), dir));
  }

  @Test
  void moreFilesThanTheWindowHolds() throws Exception {
    List<String> names = IntStream.range(0, 3000).mapToObj("f%05d"::formatted).toList();
    Opener inMemory =
        path -> new ByteArrayInputStream(path.getFileName().toString().getBytes(US_ASCII));
    for (String name : names) {
      Files.createFile(dir.resolve(name));
    }
    List<String> lines = sums(new Md5All(8, inMemory), dir);
    assertEquals(
        names.stream().map(name -> dir + "/" + name).toList(),
        lines.stream().map(l -> l.substring(34)).toList());
    assertEquals(3000, lines.stream().map(l -> l.substring(0, 32)).distinct().count());
  }

  @Test
  void aFileLargerThanTheBufferAndOneAsLong() throws Exception {
    Files.write(dir.resolve("large"), new byte[3_000_000]);
    Files.write(dir.resolve("one buffer"), new byte[64 * 1024]);
    assertEquals(
        List.of(
            "c9fc2d3dd83ab67a129ac10b09c9ebbb  " + dir + "/large",
            "fcd6bcb56c1689fcef28b57c22475bad  " + dir + "/one buffer"),
        sums(new Md5All(2), dir));
  }

  @Test
  void aLateSumWaitsForTheEarlierOnes() throws Exception {
    create("1", "2", "3");
    Chan<Boolean> othersRead = Chan.make(2);
    Opener firstLast =
        path -> {
          if (path.endsWith("1")) {
            assertNotNull(othersRead.receive());
            assertNotNull(othersRead.receive());
          } else {
            othersRead.send(true);
          }
          return InputStream.nullInputStream();
        };
    List<String> lines = sums(new Md5All(3, firstLast), dir);
    assertEquals(
        List.of("1", "2", "3"), lines.stream().map(l -> l.substring(l.length() - 1)).toList());
  }

  @Test
  void theFirstFailureNamesTheFileAndStopsTheOthers() throws Exception {
    create("endless", "gone");
    Chan<Void> endlessClosed = Chan.make();
    Chan<Void> endlessOpened = Chan.make();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            return length;
          }

          @Override
          public void close() {
            endlessClosed.close();
          }
        };
    Opener opener =
        path -> {
          if (path.endsWith("endless")) {
            endlessOpened.close();
            return endless;
          }
          assertEquals(false, endlessOpened.receiveOk().ok());
          throw new IOException("Input/output error");
        };
    SampleException failure =
        Programs.call(
            () -> {
              SampleException thrown =
                  assertThrows(
                      SampleException.class,
                      () -> new Md5All(2, opener).sums(dir.toString(), _ -> {}));
              // Hangs, and fails by the time-out, unless the digester stops in the middle of the
              // file.
              assertEquals(false, endlessClosed.receiveOk().ok());
              return thrown;
            });
    assertEquals(
        "cannot read '" + dir + "/gone': Input/output error; make it readable or leave it out",
        failure.getMessage());
  }

  @Test
  void aFileThatVanishesBeforeItsTurnIsAnError() throws Exception {
    create("a", "b");
    Opener deletesFirst =
        path -> {
          Files.delete(path);
          return Files.newInputStream(path);
        };
    SampleException failure =
        assertThrows(SampleException.class, () -> sums(new Md5All(1, deletesFirst), dir));
    assertTrue(
        failure.getMessage().contains(dir + "/a': no such file or directory"),
        failure.getMessage());
  }

  @Test
  void aFileThatBecameAFolderOrALinkIsAnError() throws Exception {
    create("a");
    Opener openReal = path -> Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
    Opener folderInstead =
        path -> {
          Files.delete(path);
          Files.createDirectory(path);
          return openReal.open(path);
        };
    SampleException folder =
        assertThrows(SampleException.class, () -> sums(new Md5All(1, folderInstead), dir));
    assertTrue(folder.getMessage().contains(dir + "/a'"), folder.getMessage());

    Files.delete(dir.resolve("a"));
    create("a", "target/b");
    Opener linkInstead =
        path -> {
          Files.delete(path);
          Files.createSymbolicLink(path, Path.of("target/b"));
          return openReal.open(path);
        };
    SampleException link =
        assertThrows(SampleException.class, () -> sums(new Md5All(1, linkInstead), dir));
    assertTrue(link.getMessage().contains(dir + "/a'"), link.getMessage());
  }

  @Test
  void aFailureWhileManyFilesWaitEndsEveryGoroutine() throws Exception {
    for (int i = 0; i < 2000; i++) {
      Files.createFile(dir.resolve("f" + i));
    }
    Opener failing =
        path -> {
          throw new IOException("no");
        };
    int left =
        Programs.call(
            () -> {
              assertThrows(
                  SampleException.class,
                  () -> new Md5All(4, failing).sums(dir.toString(), _ -> {}));
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
  void whatTheCallerThrowsComesOutAndStopsTheOthers() throws Exception {
    create("a", "b", "c");
    IllegalStateException full = new IllegalStateException("disk full");
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                Go.run(
                    () ->
                        new Md5All(2)
                            .sums(
                                dir.toString(),
                                _ -> {
                                  throw full;
                                })));
    assertSame(full, thrown);
  }

  @Test
  void aFolderThatVanishesUnderTheWalkerIsAnError() throws Exception {
    create("a", "b", "z/x");
    Result result =
        Programs.call(
            () -> {
              Chan<Place> window = Chan.make(1);
              Chan<Job> jobs = Chan.make(2);
              Chan<Result> results = Chan.make(1);
              Go.go(() -> new Walker(window, jobs, results).folder(PathBytes.of("z-root"), dir));
              assertEquals("z-root/a", jobs.receive().name().toString());
              // The walker has listed the root and waits for a place for b.
              Files.delete(dir.resolve("z/x"));
              Files.delete(dir.resolve("z"));
              assertEquals(Place.TAKEN, window.receive());
              assertEquals("z-root/b", jobs.receive().name().toString());
              return results.receive();
            });
    Result.Failed failed = (Result.Failed) result;
    assertEquals("list", failed.what());
    assertEquals("z-root/z", failed.name().toString());
    assertEquals(NoSuchFileException.class, failed.cause().getClass());
  }

  @Test
  void linksAreNotFollowed() throws Exception {
    create("real/file");
    Files.createSymbolicLink(dir.resolve("to-file"), Path.of("real/file"));
    Files.createSymbolicLink(dir.resolve("to-folder"), Path.of("real"));
    Files.createSymbolicLink(dir.resolve("to-itself"), Path.of("to-itself"));
    Files.createSymbolicLink(dir.resolve("dangling"), Path.of("nowhere"));
    assertEquals(List.of(dir + "/real/file"), namesBelow(dir.toString()));
  }

  @Test
  void theRootIsPrintedAsTyped() throws Exception {
    create("f");
    Files.createSymbolicLink(dir.resolve("link"), dir);
    assertEquals(List.of(dir + "/f"), namesBelow(dir + "/"));
    assertEquals(List.of(dir + "//f"), namesBelow(dir + "//"));
    assertEquals(List.of(dir + "/./f"), namesBelow(dir + "/."));
    assertEquals(List.of(dir + "/f"), namesBelow(dir + "/f"));
    assertEquals(List.of(), namesBelow(dir + "/link"));
    assertEquals(List.of(dir + "/link/f"), namesBelow(dir + "/link/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "missing", "missing/"})
  void aMissingRootIsNamed(String name) {
    String root = name.isEmpty() ? "" : dir.resolve("x") + name;
    SampleException failure = assertThrows(SampleException.class, () -> namesBelow(root));
    assertTrue(
        failure.getMessage().contains("DIR") && failure.getMessage().contains(root),
        failure.getMessage());
    assertTrue(failure.getMessage().contains("give a folder that exists"), failure.getMessage());
  }
}
