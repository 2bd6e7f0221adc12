package io.sudog.samples.md5all;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.SampleException;
import io.sudog.samples.md5all.Walker.Place;
import io.sudog.sync.WaitGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Sums a tree with a walker, a fixed number of digesters, and the caller as collector. */
final class Md5All {
  /** How many files may be found and not yet given to the caller. */
  private static final int WINDOW = 1024;

  private final int digesters;
  private final Opener opener;

  Md5All(int digesters) {
    // A file that became a symbolic link after the walker saw it is an error, not followed.
    this(digesters, path -> Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS));
  }

  Md5All(int digesters, Opener opener) {
    this.digesters = digesters;
    this.opener = opener;
  }

  /** What stands at the root of the tree. */
  enum Root {
    FOLDER,
    FILE,
    /** {@code find} does not follow it, unless its name ends in a slash. */
    SYMBOLIC_LINK,
    /** A device or the like: a tree without files. */
    OTHER
  }

  /**
   * Looks at the root of a tree.
   *
   * @param root as typed
   * @return its kind
   * @throws SampleException when there is no such thing
   */
  static Root look(String root) throws Exception {
    if (root.isEmpty()) {
      throw SampleException.failure("DIR is empty; give a folder that exists, for example .", null);
    }
    try {
      // Path.of drops the slash with which the user asks to follow a link.
      LinkOption[] options =
          root.endsWith("/") ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
      BasicFileAttributes attributes =
          Go.blocking(
              () -> Files.readAttributes(Path.of(root), BasicFileAttributes.class, options));
      if (attributes.isDirectory()) {
        return Root.FOLDER;
      }
      return attributes.isRegularFile()
          ? Root.FILE
          : attributes.isSymbolicLink() ? Root.SYMBOLIC_LINK : Root.OTHER;
    } catch (IOException e) {
      throw SampleException.failure(
          "cannot open DIR '%s': %s; give a folder that exists, for example /usr/share/doc"
              .formatted(root, Cli.reason(e)),
          e);
    } catch (InvalidPathException e) {
      throw SampleException.failure(
          "DIR '%s' is no file name here: %s; a UTF-8 locale (LC_ALL=C.UTF-8) knows all characters"
              .formatted(root, e.getReason()),
          e);
    }
  }

  /**
   * Sums all files below a root. Call it in a goroutine. All others it started end soon after it
   * returns or throws.
   *
   * @param root of the tree, as typed
   * @param out gets every sum, sorted by path
   * @throws SampleException at the first file or folder that cannot be read
   */
  void sums(String root, Consumer<Sum> out) throws Exception {
    Root kind = look(root);
    PathBytes name = PathBytes.of(root);
    Path path = Path.of(root);

    Chan<Void> done = Chan.make();
    Chan<Place> window = Chan.make(WINDOW);
    Chan<Job> jobs = Chan.make();
    // Holds the result of every job in the window and the walker's own: nobody ever waits to send
    // into it, not even
    // when the collector has left.
    Chan<Result> results = Chan.make(WINDOW + 1);

    WaitGroup running = new WaitGroup();
    running.go(
        () -> {
          Walker walker = new Walker(window, jobs, results);
          switch (kind) {
            case FOLDER -> walker.folder(name, path);
            case FILE -> walker.file(name, path);
            case SYMBOLIC_LINK, OTHER -> {}
          }
          jobs.close();
        });
    for (int i = 0; i < digesters; i++) {
      running.go(new Digester(done, jobs, results, opener));
    }
    Go.go(
        "closer",
        () -> {
          running.await();
          results.close();
        });

    try {
      collect(results, window, out);
    } finally {
      done.close();
      window.close();
    }
  }

  private static void collect(
      ReceiveChan<Result> results, ReceiveChan<Place> window, Consumer<Sum> out) {
    Map<Long, Sum> early = new HashMap<>();
    long next = 0;
    for (Result result : results) {
      switch (result) {
        case Result.Digested(long place, Sum sum) -> {
          early.put(place, sum);
          for (Sum ready; (ready = early.remove(next)) != null; next++) {
            out.accept(ready);
            requireNonNull(window.receive());
          }
        }
        case Result.Failed(String what, PathBytes name, IOException cause) ->
            throw SampleException.failure(
                "cannot %s '%s': %s; make it readable or leave it out"
                    .formatted(what, name, Cli.reason(cause)),
                cause);
      }
    }
  }
}
