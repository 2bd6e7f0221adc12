package io.sudog.samples.md5all;

import io.sudog.channels.SendChan;
import io.sudog.core.Go;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends a job for every regular file of a tree, in the C locale's order of their paths. Follows no
 * symbolic link.
 */
final class Walker {
  /**
   * Something in a folder. A folder's key ends in a slash, so that sorting by it sorts what lies in
   * the folder.
   */
  private record Entry(PathBytes key, PathBytes name, Path path, boolean isFolder) {}

  /** What goes through the window: a place in it. */
  enum Place {
    TAKEN
  }

  private final SendChan<Place> window;
  private final SendChan<Job> jobs;
  private final SendChan<Result> results;
  private long found;

  Walker(SendChan<Place> window, SendChan<Job> jobs, SendChan<Result> results) {
    this.window = window;
    this.jobs = jobs;
    this.results = results;
  }

  /** Sends one file; false when the window was closed, that is, nobody wants more. */
  boolean file(PathBytes name, Path path) {
    if (!window.sendIfOpen(Place.TAKEN)) {
      return false;
    }
    jobs.send(new Job(found++, name, path));
    return true;
  }

  /** Sends all below a folder; false when the window was closed or the folder cannot be listed. */
  boolean folder(PathBytes name, Path path) throws Exception {
    List<Entry> entries;
    try {
      entries = Go.blocking(() -> list(name, path));
    } catch (IOException e) {
      results.send(new Result.Failed("list", name, e));
      return false;
    }
    for (Entry entry : entries) {
      boolean goOn = entry.isFolder ? folder(entry.name, entry.path) : file(entry.name, entry.path);
      if (!goOn) {
        return false;
      }
    }
    return true;
  }

  private static List<Entry> list(PathBytes folder, Path path) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
      for (Path child : children) {
        BasicFileAttributes attributes =
            Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        PathBytes name = folder.child(child);
        if (attributes.isDirectory()) {
          entries.add(new Entry(name.asFolder(), name, child, true));
        } else if (attributes.isRegularFile()) {
          entries.add(new Entry(name, name, child, false));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort((a, b) -> a.key.compareTo(b.key));
    return entries;
  }
}
