package io.sudog.samples.md5all;

import java.nio.file.Path;

/**
 * A file to digest.
 *
 * @param place its place in the output, from 0
 * @param name its path as printed
 * @param path its path as opened
 */
record Job(long place, PathBytes name, Path path) {}
