package io.sudog.samples.httpd;

import static io.sudog.samples.httpd.Status.FORBIDDEN;
import static io.sudog.samples.httpd.Status.INTERNAL_SERVER_ERROR;
import static io.sudog.samples.httpd.Status.NOT_FOUND;

import io.sudog.samples.cli.Cli;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The files below a folder. All methods block. */
final class FileTree {
  private static final String INDEX = "index.html";

  private final Path root;

  /**
   * Makes a tree.
   *
   * @param root the folder
   * @throws IOException when there is no such folder
   */
  FileTree(Path root) throws IOException {
    this.root = root.toRealPath();
  }

  /**
   * Finds what a path leads to.
   *
   * @param path of a request, encoded
   * @throws HttpException when that is nothing that may be served
   */
  Found find(String path) throws HttpException {
    List<String> names = UrlPath.names(path);
    try {
      Path real = real(names);
      if (!Files.isDirectory(real)) {
        if (path.endsWith("/")) {
          throw notFound();
        }
        return open(real, names.getLast());
      }
      if (!path.endsWith("/")) {
        return new Found.Moved(UrlPath.folder(names));
      }
      return Files.exists(real.resolve(INDEX))
          ? open(inside(real.resolve(INDEX)), INDEX)
          : new Found.Listing(names, list(real));
    } catch (AccessDeniedException e) {
      throw new HttpException(FORBIDDEN, "this server may not read it");
    } catch (NoSuchFileException e) {
      throw notFound();
    } catch (IOException e) {
      throw new HttpException(INTERNAL_SERVER_ERROR, Cli.reason(e));
    }
  }

  private Path real(List<String> names) throws HttpException, IOException {
    try {
      Path path = root;
      for (String name : names) {
        path = path.resolve(name);
      }
      return inside(path);
    } catch (InvalidPathException e) {
      throw notFound();
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      // A file where a folder should be, links in a circle, a name too long: nothing is there.
      throw notFound();
    }
  }

  /** The path without links, if that is still in the tree. */
  private Path inside(Path path) throws HttpException, IOException {
    Path real = path.toRealPath();
    if (!real.startsWith(root)) {
      throw notFound();
    }
    return real;
  }

  private static Found.File open(Path real, String name) throws HttpException, IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      // Opening a pipe would wait for who writes into it.
      throw notFound();
    }
    // It was no link a moment ago, and must not have become one.
    FileChannel channel =
        FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    boolean opened = false;
    try {
      Found.File file =
          new Found.File(name, channel, channel.size(), attributes.lastModifiedTime().toInstant());
      opened = true;
      return file;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  private List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(this::canBeFound)
          .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
          .sorted()
          .toList();
    }
  }

  private boolean canBeFound(Path file) {
    try {
      return file.toRealPath().startsWith(root);
    } catch (IOException e) {
      // A link that leads nowhere.
      return false;
    }
  }

  private static HttpException notFound() {
    return new HttpException(NOT_FOUND, "there is nothing at this path");
  }
}
