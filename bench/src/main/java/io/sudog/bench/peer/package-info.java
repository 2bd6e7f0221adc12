/**
 * What is measured side by side. A {@link io.sudog.bench.peer.Peer} turns a workload into a command
 * line whose process prints one {@link io.sudog.bench.workload.BenchmarkLine}; a new peer is one
 * class here and its program.
 */
@NullMarked
package io.sudog.bench.peer;

import org.jspecify.annotations.NullMarked;
