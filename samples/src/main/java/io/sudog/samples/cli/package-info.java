/**
 * What every sample does around its concurrent heart: read arguments with picocli, print, and end
 * with an exit code a script can rely on.
 *
 * <p>Start with {@link io.sudog.samples.cli.Cli}. Nothing here starts a goroutine; {@link
 * io.sudog.samples.cli.Output} shows how a goroutine writes to a descriptor that may block.
 */
@NullMarked
package io.sudog.samples.cli;

import org.jspecify.annotations.NullMarked;
