/**
 * The workloads as Sudog runs them. Their twins in other languages and libraries carry the same
 * names and print the same lines.
 *
 * <p>The way of a figure: a {@link io.sudog.bench.workload.Library} has a body by a workload's
 * name, Sudog's from {@link io.sudog.bench.workload.Workloads}; {@link
 * io.sudog.bench.workload.TimedLoop} calls it with a growing {@link io.sudog.bench.workload.B#n()}
 * until one call lasts long enough, as Go's {@code testing} does; the result is printed as a {@link
 * io.sudog.bench.workload.BenchmarkLine}. The JMH benchmarks call the same bodies.
 */
@NullMarked
package io.sudog.bench.workload;

import org.jspecify.annotations.NullMarked;
