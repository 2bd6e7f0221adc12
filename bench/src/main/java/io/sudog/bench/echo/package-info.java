/**
 * An echo server of each peer, and the load that measures them all.
 *
 * <p>{@link io.sudog.bench.echo.EchoLoad} is the process that a peer's {@link
 * io.sudog.bench.peer.Invocation} starts: it starts the peer's server as a child, exchanges
 * messages with it over the loopback interface, and prints the {@link
 * io.sudog.bench.workload.BenchmarkLine}. The load is the same for all: one thread with a selector
 * of the JDK, and nothing of Sudog.
 *
 * <pre>
 *   Runner ── EchoLoad ──┬── stdin: "gc", end ──→ server (SudogServer, NettyServer, JdkServer, go-peer)
 *                        ├── stdout: port, "collected" ←──┤
 *                        └── connections, loopback ←──────┘
 * </pre>
 *
 * <p>A server prints the port that it listens on. A line {@code gc} makes it collect its garbage
 * and then print a line; the end of its standard input ends it ({@link
 * io.sudog.bench.echo.Server}).
 */
@NullMarked
package io.sudog.bench.echo;

import org.jspecify.annotations.NullMarked;
