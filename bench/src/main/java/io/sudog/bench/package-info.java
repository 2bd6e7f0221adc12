/**
 * {@code ./sudog bench}: Sudog and its peers on the same workloads, alternating.
 *
 * <p>The way of a measurement: {@link io.sudog.bench.Main} reads the arguments; {@link
 * io.sudog.bench.Runner} starts for each workload, number of processors and round one process per
 * peer, one after the other, and drops rounds in which the machine was busy with something else;
 * {@link io.sudog.bench.Row} keeps what the processes printed; {@link io.sudog.bench.Report} prints
 * medians, spread and ratios, which {@link io.sudog.bench.Output} writes as CSV and as a {@link
 * io.sudog.bench.Page} too.
 *
 * <pre>
 *   Main ── Runner ──┬── peer.SudogPeer ── java … workload.TimedLoop ──┐
 *                    ├── peer.GoPeer ───── go-peer ────────────────────┤ BenchmarkPingPong-2 …
 *                    └── any of them ───── java … echo.EchoLoad ───────┤
 *                            Report ──────────────── Row ──────────────┘
 * </pre>
 *
 * <p>The JMH benchmarks in {@code io.sudog.bench.jmh} run the same bodies inside one process:
 * {@code ./sudog bench jmh}.
 */
@NullMarked
package io.sudog.bench;

import org.jspecify.annotations.NullMarked;
